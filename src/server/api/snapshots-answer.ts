import { MOST_SNAPSHOTS, type SnapshotsAnswer } from "./schemas.js";
import type { StoredSnapshot } from "./view-ports.js";

/** An answer grows no larger than this, but for its first snapshot. */
const MOST_BYTES = 4_000_000;

/** The JSON of a {@link SnapshotsAnswer}: the records go into it as they are, since reading them changes nothing. */
export function snapshotsAnswerOf(
  found: readonly StoredSnapshot[],
  oldest: number | undefined,
  limit: number = MOST_SNAPSHOTS,
): string {
  let [count, bytes] = [0, 0];
  for (const { value } of found.slice(0, limit)) {
    bytes += value.length;
    if (count > 0 && bytes > MOST_BYTES) break;
    count++;
  }
  const head: Omit<SnapshotsAnswer, "snapshots"> = {
    oldest: oldest ?? null,
    newest: found.at(-1)?.version ?? null,
    next: found[count]?.version ?? null,
  };
  const records = found.slice(0, count).map(({ value }) => new TextDecoder().decode(value));
  return `${JSON.stringify(head).slice(0, -1)},"snapshots":[${records.join(",")}]}`;
}
