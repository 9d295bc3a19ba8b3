/** Gaussian mixtures, fitted at once or learned from a stream: `mixtide`. */
export type { Explanation } from "./anomaly/explanation.js";
export { type FitResult, fit, fitInSlices } from "./em/fit.js";
export type { FitOptions } from "./em/fit-options.js";
export { type Selection, type SelectOptions, selectComponents } from "./em/select-components.js";
export { mixtureOf, type RestoredMixture } from "./format/mixture-of.js";
export type {
  Alert,
  Anomaly,
  AnomalyAlert,
  BatchLabel,
  DeadLetterHeaders,
  DriftAlert,
  FitRecord,
  Label,
  LifecycleEvent,
  RecordSource,
  Snapshot,
  SnapshotComponent,
} from "./format/records.js";
export type { Kernel } from "./kernel/kernel.js";
export { hasRelaxedKernel, relaxedKernel } from "./kernel/wasm/relaxed-kernel.js";
export { Learner, type LearnerStatus } from "./learning/learner.js";
export type { LearnerEvent, LearnerEventKind } from "./learning/learner-event.js";
export type { CheckedLearnerOptions, LearnerOptions, Schedule } from "./learning/learner-options.js";
export type { ScoredBatch, ScoredRun } from "./learning/scored-batch.js";
export { StateError } from "./learning/state-error.js";
export { COVARIANCE_TYPES, type CovarianceType } from "./mixture/covariance/covariance-type.js";
export type { Criteria } from "./mixture/criteria.js";
export { Mixture } from "./mixture/mixture.js";
export type { MixtureParameters } from "./mixture/parameters.js";
export { type MatrixLike, type PointBatch, type PointsLike, points } from "./mixture/point-batch.js";
export type { Scores } from "./mixture/scores.js";
