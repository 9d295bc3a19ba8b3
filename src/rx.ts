/** RxJS operators: `mixtide/rx`. */
export { type BatchPointsOptions, batchPoints } from "./rx/batch-points.js";
export type { SliceOptions } from "./rx/in-order.js";
export type { KnownMixture } from "./rx/known-mixture.js";
export type { Labelled, Learned, Progress, SoftLabel } from "./rx/labelled.js";
export type { StreamLearnerOptions } from "./rx/learners.js";
export type { PointOptions } from "./rx/point-reader.js";
export { type ScoreWithOptions, scoreWith } from "./rx/score-with.js";
export { type LearnedMixture, type SnapshotsOptions, snapshots } from "./rx/snapshots.js";
export { type StepwiseEMOptions, stepwiseEM } from "./rx/stepwise-em.js";
export { type BatchLearner, type StepwiseEMBatchesOptions, stepwiseEMBatches } from "./rx/stepwise-em-batches.js";
