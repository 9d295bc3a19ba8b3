import type { Explanation } from "../anomaly/explanation.js";
import type { Mixture } from "../mixture/mixture.js";
import type { LearnerEvent } from "./learner-event.js";

/**
 * Soft labels for consecutive points, in the order in which the points were given.
 *
 * A batch may span versions of the mixture: `runs` says which points were labelled by which. During warm-up labels
 * come later than their points; `first` tells where in the learner's input the batch begins.
 */
export interface ScoredBatch {
  /** Number of labelled points n. */
  readonly count: number;
  /** Ordinal, from 0, of the first labelled point among all points given to the learner. */
  readonly first: number;
  /** n ids of the most responsible component. */
  readonly component: Int32Array;
  /** n log densities under the mixture, in nats. */
  readonly logDensity: Float64Array;
  /** n anomaly scores (mass depth): 0 = in the very middle, larger = more unusual. */
  readonly anomalyScore: Float64Array;
  /** n p-values: the share of recent points at least as unusual; NaN until calibrated, and during warm-up. */
  readonly pValue: Float64Array;
  /** n: 1 = beyond the threshold, 0 = not, or not calibrated yet. */
  readonly flagged: Uint8Array;
  /** Why flagged points are unusual, by their index in the batch. */
  readonly explanations: ReadonlyMap<number, Explanation>;
  /** What happened to the mixture while these points were learned, in order. */
  readonly events: readonly LearnerEvent[];
  /** Responsibilities; the row of point i of a run is at `run.offset + (i − run.start) · K`. */
  readonly responsibilities: Float64Array;
  /** Consecutive, covering 0 … n. */
  readonly runs: readonly ScoredRun[];
}

/** Points `start` (inclusive) to `end` (exclusive) of a batch, all labelled by one mixture. */
export interface ScoredRun {
  readonly start: number;
  readonly end: number;
  /** Where the run's responsibilities begin: (end − start) × K numbers, row-major, columns as in `mixture.ids`. */
  readonly offset: number;
  /** Version of the mixture: 0 = the initial one. */
  readonly version: number;
  /** The points helped to choose the mixture that labels them. */
  readonly warmup: boolean;
  readonly mixture: Mixture;
}

/** Whose columns responsibilities are, as far as labels tell: a {@link Mixture} is one. */
export type LabellingMixture = Pick<Mixture, "components" | "ids">;

/** A run that knows no more of its mixture than labels tell. */
export type LabelledRun = Omit<ScoredRun, "mixture"> & { readonly mixture: LabellingMixture };

/** Labels apart from the mixtures that gave them, as they travel between threads; a {@link ScoredBatch} is one. */
export type LabelledBatch = Omit<ScoredBatch, "runs"> & { readonly runs: readonly LabelledRun[] };
