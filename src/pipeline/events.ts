import type { LearnerEvent } from "../learning/learner-event.js";
import type { JournalInput } from "./journal/entry.js";

/** What a running pipeline tells: the port for telemetry. Plain data; the pipeline itself logs nothing. */
export type PipelineEvent =
  | { readonly type: "started"; readonly app: string; readonly group: string; readonly input: string }
  /** A join was completed; no partitions = standing by. */
  | {
      readonly type: "assigned";
      readonly epoch: number;
      readonly partitions: readonly number[];
      readonly kept: boolean;
    }
  | { readonly type: "lost"; readonly epoch: number }
  /** Older writers of the transactional id are fenced off. */
  | { readonly type: "fenced-others"; readonly transactionalId: string; readonly ms: number }
  /** There was no state: positions were resolved from `source.from` and committed. */
  | { readonly type: "genesis"; readonly positions: ReadonlyMap<number, number> }
  | {
      readonly type: "restored";
      readonly unit: number;
      readonly points: number;
      readonly version: number;
      readonly positions: ReadonlyMap<number, number>;
      readonly bytes: number;
      readonly ms: number;
    }
  /** A new input partition is about to be read; the topics of labels and alerts have grown. */
  | { readonly type: "partition-added"; readonly partition: number }
  | { readonly type: "warming-up"; readonly points: number; readonly of: number }
  | { readonly type: "model-ready"; readonly version: number; readonly points: number }
  | CommittedEvent
  | { readonly type: "dead-letter"; readonly partition: number; readonly offset: number; readonly error: Error }
  | { readonly type: "retention-overtook"; readonly partition: number; readonly from: number; readonly to: number }
  /** A newer writer took the transactional id. `repeated` = so often that two deployments seem to share one app id. */
  | { readonly type: "fenced"; readonly error: Error; readonly repeated: boolean; readonly rival?: string }
  /** The task and its writer were dropped; they are rebuilt under a later assignment. */
  | { readonly type: "dropped"; readonly error: Error; readonly failures: number; readonly retryMs: number }
  /** A fault that costs nothing but time. */
  | { readonly type: "trouble"; readonly error: Error }
  | { readonly type: "flushed"; readonly points: number }
  | { readonly type: "stopped" };

/** A transaction became visible. */
export interface CommittedEvent {
  readonly type: "committed";
  readonly unit: number;
  readonly inputs: readonly JournalInput[];
  /** Input records, points, labels and dead letters of the unit. */
  readonly records: number;
  readonly points: number;
  readonly labels: number;
  readonly deadLetters: number;
  /** Points that were flagged. */
  readonly anomalies: number;
  /** What happened to the mixture in the unit, in order. */
  readonly events: readonly LearnerEvent[];
  /** Everything appended, in bytes. */
  readonly bytes: number;
  readonly stateBytes: number;
  /** From `begin` to the commit's reply. */
  readonly ms: number;
  readonly version: number;
  /** Position after the unit, and the log's end when last seen, by input partition. */
  readonly positions: ReadonlyMap<number, number>;
  readonly ends: ReadonlyMap<number, number>;
  /** Absent while warming up. */
  readonly model?: ModelFigures;
}

/** What can be told of a model in a few numbers. */
export interface ModelFigures {
  /** In the mixture's order. */
  readonly weights: readonly { readonly id: number; readonly weight: number }[];
  /** Prequential, nats a point: over all points, and over about the last thousand; NaN before any outside warm-up. */
  readonly logLikelihood: { readonly mean: number; readonly recent: number };
  /** γ of the next M-step: how much a full mini-batch will weigh against everything before it. */
  readonly step: number;
  /** Anomaly score from which the next point will be flagged, in nats; NaN while none would be. */
  readonly threshold: number;
}
