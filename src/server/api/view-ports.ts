import type { FrameSource } from "../viewers/frame-source.js";
import type { FiguresAnswer, PointAnswer, ScoreAnswer, ScoreRequest } from "./schemas.js";

/** What the API asks of the program around it. */
export interface ViewPorts {
  /** Mixtide's version. */
  readonly release: string;
  readonly frames: FrameSource;
  /** The newest snapshot as JSON; undefined = there is none yet. */
  readonly snapshot: () => Uint8Array | undefined;
  /** Those of at least this version that are kept, the oldest first. */
  readonly snapshots: (from: number) => readonly StoredSnapshot[];
  readonly oldestSnapshot: () => number | undefined;
  /** As of the last commit; undefined = there is no mixture yet. */
  readonly figures: () => FiguresAnswer | undefined;
  /** undefined = it is not kept. */
  readonly point: (ordinal: number) => PointAnswer | undefined;
  /**
   * Labels under the newest snapshot; undefined = there is none yet.
   *
   * @throws an Error with `name` `PointError` when a point cannot be used; its message says which and why.
   */
  readonly score: (points: ScoreRequest["points"]) => ScoreAnswer | undefined;
}

export interface StoredSnapshot {
  readonly version: number;
  /** JSON. */
  readonly value: Uint8Array;
}
