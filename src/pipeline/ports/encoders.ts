import type { IncomingRecord, OutgoingRecord, RecordColumns } from "../../broker/broker.js";
import type { AlertKinds } from "../../format/alerts-in.js";
import type { DecodeError } from "../../format/decode-error.js";
import type { Origins } from "../../format/origins.js";
import type { LifecycleEvent } from "../../format/records.js";
import type { LearnerEvent } from "../../learning/learner-event.js";
import type { LabelledBatch } from "../../learning/scored-batch.js";
import type { Mixture } from "../../mixture/mixture.js";

/** A mixture about to be published. */
export interface PublishedMixture {
  /** Name of the model. */
  readonly model: string;
  readonly version: number;
  /** Version of the snapshot published before; null on the first. */
  readonly previous: number | null;
  readonly points: number;
  readonly mixture: Mixture;
  readonly logLikelihood: { readonly mean: number; readonly recent: number };
  /** What happened since the snapshot published before, and how much of it is left out. */
  readonly events: readonly LifecycleEvent[];
  readonly eventsOmitted: number;
}

/** How the pipeline's results become records; each call is a pure function of its arguments. */
export interface RecordEncoders {
  /**
   * Labels of points `start` to `start + origins.count` of `scored`, with the keys of their input records, in order;
   * they go to the partition of the same number.
   */
  labels(scored: LabelledBatch, start: number, origins: Origins): RecordColumns;
  /** Alerts of the same points, for the partition of the same number; undefined = there are none. */
  alerts(scored: LabelledBatch, start: number, origins: Origins, kinds: AlertKinds): RecordColumns | undefined;
  /** The alert of a drift that was noticed at no point. */
  driftAlert(event: LearnerEvent): OutgoingRecord;
  snapshot(published: PublishedMixture): OutgoingRecord;
  deadLetter(
    source: { readonly topic: string; readonly partition: number },
    record: IncomingRecord,
    error: DecodeError,
  ): OutgoingRecord;
}
