import type { Snapshot } from "../../../src/format/records.js";
import type { PointAnswer, SnapshotsAnswer } from "../../../src/server/api/schemas.js";
import { apiHeaders } from "./token.js";

/** @throws Error that says what is wrong, for people. */
async function get<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path, { headers: apiHeaders(), cache: "no-store" });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer as Answer;
  const error = typeof answer === "object" && answer !== null && "error" in answer ? answer.error : undefined;
  throw new Error(typeof error === "string" ? error : `the server answers ${response.status}`);
}

/** One of the last points. */
export const fetchPoint = (ordinal: number): Promise<PointAnswer> => get(`/api/points/${ordinal}`);

/** The snapshot of a version, or of the next one that is kept; undefined = there is none. */
export async function fetchSnapshot(version: number): Promise<Snapshot | undefined> {
  const { snapshots } = await get<SnapshotsAnswer>(`/api/snapshots?from=${version}&limit=1`);
  return snapshots[0];
}
