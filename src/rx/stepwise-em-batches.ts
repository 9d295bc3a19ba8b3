import type { OperatorFunction } from "rxjs";
import type { Learner } from "../learning/learner.js";
import type { ScoredBatch } from "../learning/scored-batch.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { inOrder, type SliceOptions, type Stage } from "./in-order.js";
import { learnerMaker, type StreamLearnerOptions } from "./learners.js";

/** Options of {@link stepwiseEMBatches}; only `components` has no default. */
export interface StepwiseEMBatchesOptions extends StreamLearnerOptions, SliceOptions {}

/** What the operator asks of a learner that the caller makes; {@link Learner} fits. */
export type BatchLearner = Pick<Learner, "learnInSlices" | "flushInSlices" | "pending">;

/**
 * Learns a Gaussian mixture from batches of points and labels them, by stepwise EM: the hot path, a few nanoseconds a
 * point above the learner's own work.
 *
 * One output per input batch, in order, so that whoever counts inputs can follow: while warming up its `count` is 0,
 * and the batch that ends warm-up is answered with the labels of all that came before (`first` tells where they
 * begin). When the source completes while warming up, the mixture is made of what there is and one more output
 * carries the labels. An error of the source passes at once. How points are cut into batches changes no label.
 *
 * The points of a batch must not be changed before its output has come. Nothing here paces the source: with a
 * `scheduler` batches wait without bound while the learner is at work, so a source must go by the outputs.
 *
 * @param learner options, or a function that makes the learner of each subscription (`Learner.fromSections(…)`).
 * @throws RangeError when made with an option out of range, StateError on state that does not fit. The stream fails
 *   with a RangeError on a batch of other dimensions or with an infinite coordinate; nothing of it is learned.
 * @example
 * import { of } from "rxjs";
 * import { points } from "mixtide";
 * import { stepwiseEMBatches } from "mixtide/rx";
 *
 * of(points([[1, 2], [3, 4]]), points([[1.5, 2.5]]))
 *   .pipe(stepwiseEMBatches({ components: 1, warmup: 2 }))
 *   .subscribe(({ first, count }) => console.log(first, count));
 * // 0 2
 * // 2 1
 */
export function stepwiseEMBatches(options: StepwiseEMBatchesOptions): OperatorFunction<PointBatch, ScoredBatch>;
export function stepwiseEMBatches(
  makeLearner: () => BatchLearner,
  slices?: SliceOptions,
): OperatorFunction<PointBatch, ScoredBatch>;
export function stepwiseEMBatches(
  learner: StepwiseEMBatchesOptions | (() => BatchLearner),
  slices: SliceOptions = {},
): OperatorFunction<PointBatch, ScoredBatch> {
  if (typeof learner === "function") return inOrder(() => new BatchStage({ dimensions: 0, make: learner }), slices);
  const maker = learnerMaker(learner);
  return inOrder(() => new BatchStage(maker), learner);
}

class BatchStage implements Stage<PointBatch, ScoredBatch> {
  readonly #make: (dimensions: number) => BatchLearner;
  #learner: BatchLearner | undefined;

  /** @param maker makes the learner at once when it need not know the points' dimensions, else at the first point. */
  constructor({ dimensions, make }: { dimensions: number | undefined; make(dimensions: number): BatchLearner }) {
    this.#make = make;
    if (dimensions !== undefined) this.#learner = make(dimensions);
  }

  *take(batch: PointBatch): Generator<undefined, ScoredBatch[]> {
    if (this.#learner === undefined && batch.count === 0) return [NOTHING];
    this.#learner ??= this.#make(batch.dimensions);
    return [yield* this.#learner.learnInSlices(batch)];
  }

  *finish(): Generator<undefined, ScoredBatch[]> {
    if (this.#learner === undefined || this.#learner.pending === 0) return [];
    return [yield* this.#learner.flushInSlices()];
  }
}

/** The answer to a batch without points that comes before there is a learner. */
const NOTHING: ScoredBatch = {
  count: 0,
  first: 0,
  component: new Int32Array(0),
  logDensity: new Float64Array(0),
  anomalyScore: new Float64Array(0),
  responsibilities: new Float64Array(0),
  pValue: new Float64Array(0),
  flagged: new Uint8Array(0),
  explanations: new Map(),
  events: [],
  runs: [],
};
