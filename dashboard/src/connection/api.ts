import type { Snapshot } from "../../../src/format/records.js";
import type { PointAnswer, SnapshotsAnswer } from "../../../src/server/api/schemas.js";
import { apiHeaders } from "./token.js";

/** @throws Error that says what is wrong, for people. */
async function get<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path, { headers: apiHeaders(), cache: "no-store" });
  if (!response.ok) throw new Error(await reasonOf(response));
  return (await response.json()) as Answer;
}

/** Why the server has refused. */
export async function reasonOf(response: Response): Promise<string> {
  const answer: { error?: string } | null = await response.json().catch(() => null);
  return answer?.error ?? `the server answers ${response.status}`;
}

/** One of the last points. */
export const fetchPoint = (ordinal: number): Promise<PointAnswer> => get(`/api/points/${ordinal}`);

/** The snapshot of a version, or of the next one that is kept; undefined = there is none. */
export async function fetchSnapshot(version: number): Promise<Snapshot | undefined> {
  const { snapshots } = await get<SnapshotsAnswer>(`/api/snapshots?from=${version}&limit=1`);
  return snapshots[0];
}
