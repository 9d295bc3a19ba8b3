import type { PointBatch } from "../../src/mixture/point-batch.js";

/** What a pass over points came to. */
export interface Scored {
  /** n scores, higher = more unusual; those of the warm-up do not count. */
  readonly scores: Float64Array;
  /** Processor seconds of each part. */
  readonly seconds: readonly number[];
}

/** Somebody who scores points. */
export interface Contestant {
  readonly implementation: string;
  readonly version?: string;
  /** @param ends where the parts end that are timed; the first is the warm-up, the last ends with the points. */
  score(points: PointBatch, ends: readonly number[]): Promise<Scored>;
  close(): Promise<void>;
}
