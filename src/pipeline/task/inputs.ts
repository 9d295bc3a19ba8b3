import type { IncomingRecord } from "../../broker/broker.js";
import type { Origins } from "../../format/origins.js";
import type { LabelledBatch } from "../../learning/scored-batch.js";
import type { DecodedRecords } from "./decode-records.js";

/** Offsets [from, to) of an input partition. */
export interface Segment {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

export interface AcceptedBatch extends Segment {
  readonly type: "batch";
  readonly records: readonly IncomingRecord[];
  /** Log end when fetched. */
  readonly end: number;
  readonly ack: () => void;
}

/** What enters a task, in the one order in which everything happens to its learner. */
export type TaskInput =
  | AcceptedBatch
  /** Retention overtook us. */
  | ({ readonly type: "skipped" } & Segment)
  /** Do not wait for more points. */
  | { readonly type: "flush" }
  /** Nothing to learn: an occasion to close the unit, because time has passed or the previous commit is done. */
  | { readonly type: "boundary" }
  /** Close the unit, commit and end. */
  | { readonly type: "stop" };

export type DecodedInput = Exclude<TaskInput, AcceptedBatch> | DecodedBatchInput;

export interface DecodedBatchInput {
  readonly type: "decoded";
  readonly batch: AcceptedBatch;
  readonly decoded: DecodedRecords;
}

export type LearnedInput = Exclude<DecodedInput, DecodedBatchInput | { type: "flush" }> | LearnedBatch | LearnedFlush;

/** Labels, with the origins they belong to, one after the other. */
export interface Labelled {
  readonly scored: LabelledBatch;
  readonly origins: readonly Origins[];
}

export interface LearnedBatch extends Labelled {
  readonly type: "learned";
  readonly batch: AcceptedBatch;
  readonly decoded: DecodedRecords;
}

export interface LearnedFlush extends Labelled {
  readonly type: "flushed";
}
