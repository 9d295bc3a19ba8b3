import type { Origins } from "../../format/origins.js";
import type { LabelledBatch } from "../../learning/scored-batch.js";

/** Points of one call of the learner with their labels; nobody else writes into them. */
export interface LabelledPoints {
  /** n × D coordinates, row-major; NaN = missing, all of a row where they were not seen. */
  readonly values: Float64Array;
  readonly dimensions: number;
  readonly scored: LabelledBatch;
  /** Where the points come from, one run after the other. */
  readonly origins: readonly OriginColumns[];
}

/** Columns of {@link Origins}, without the keys. */
export type OriginColumns = Omit<Origins, "keys" | "topic">;

/** A copy of origins: batches of the pipeline are filled again. */
export function copyOrigins({ partition, count, offsets, indices, timestamps, ids }: Origins): OriginColumns {
  return {
    partition,
    count,
    offsets: offsets.slice(0, count),
    indices: indices.slice(0, count),
    timestamps: timestamps.slice(0, count),
    ids: ids.slice(0, count),
  };
}
