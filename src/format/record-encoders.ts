import type { LearnerEvent } from "../learning/learner-event.js";
import type { LabelledBatch } from "../learning/scored-batch.js";
import type { Mixture } from "../mixture/mixture.js";
import { type AlertKinds, alertsIn } from "./alerts-in.js";
import { type DeadLetter, deadLetter } from "./dead-letter.js";
import type { DecodeError } from "./decode-error.js";
import type { RawRecord } from "./decoder.js";
import { driftAlert } from "./drift-alert.js";
import type { Features } from "./features/features.js";
import { JsonAlertEncoder } from "./json/json-alert-encoder.js";
import { JsonBatchLabelEncoder } from "./json/json-batch-label-encoder.js";
import { JsonLabelEncoder } from "./json/json-label-encoder.js";
import type { LabelEncoder } from "./label-encoder.js";
import { type EncodedColumns, type EncodedMessage, MessageBuffer } from "./message-buffer.js";
import type { Origins } from "./origins.js";
import { PackedLabelEncoder } from "./packed/packed-label-encoder.js";
import type { LabelSettings } from "./settings.js";
import { type PrequentialFigures, type Provenance, snapshotOf } from "./snapshot.js";

/** A mixture to be published. */
export interface PublishedMixture extends Omit<Provenance, "features"> {
  readonly mixture: Mixture;
  readonly logLikelihood: PrequentialFigures;
}

/** Turns results into records, as the settings ask for. */
export class RecordEncoders {
  readonly #features: Features;
  readonly #labels: LabelEncoder;
  readonly #alerts: JsonAlertEncoder;
  /** What labels took lately, so that the buffer is as large as they are. */
  #bytesPerPoint = USUAL_LABEL_BYTES;

  constructor(features: Features, settings: LabelSettings) {
    this.#features = features;
    this.#labels = labelEncoder(settings, features.names);
    this.#alerts = new JsonAlertEncoder(settings.minimum, features.names);
  }

  /** Labels of the points `start` to `start + origins.count` of `scored`, in order. */
  labels(scored: LabelledBatch, start: number, origins: Origins): EncodedColumns {
    const { count } = origins;
    const out = new MessageBuffer(Math.ceil(count * this.#bytesPerPoint * SPARE) + LONGEST_USUAL_BYTES, count);
    this.#labels.encode({ scored, from: start, origins, at: 0, count }, out);
    if (count > 0) this.#bytesPerPoint = out.length / count;
    return out.columns();
  }

  /**
   * Alerts of the same points, in order, whatever the format of labels.
   *
   * @returns undefined when there is nothing to tell.
   */
  alerts(scored: LabelledBatch, start: number, origins: Origins, kinds: AlertKinds): EncodedColumns | undefined {
    const range = { scored, from: start, origins, at: 0, count: origins.count };
    const alerts = alertsIn(range, kinds);
    if (alerts.length === 0) return undefined;
    const out = new MessageBuffer(alerts.length * USUAL_ALERT_BYTES, alerts.length);
    this.#alerts.encode(range, alerts, out);
    return out.columns();
  }

  /** The alert of a drift that was noticed at no point. */
  driftAlert(event: LearnerEvent): EncodedMessage {
    return { key: null, value: utf8(driftAlert(event)), headers: {} };
  }

  snapshot({ logLikelihood, mixture, ...provenance }: PublishedMixture): EncodedMessage {
    const snapshot = snapshotOf(mixture, { ...provenance, features: this.#features }, logLikelihood);
    return { key: null, value: utf8(snapshot), headers: {} };
  }

  deadLetter(
    source: { readonly topic: string; readonly partition: number },
    record: RawRecord,
    error: DecodeError,
  ): DeadLetter {
    return deadLetter(source, record, error);
  }
}

/** Of one point, until there have been some. */
const USUAL_LABEL_BYTES = 256;
const USUAL_ALERT_BYTES = 512;
/** Labels may become a little longer from batch to batch. */
const SPARE = 1.05;
/** Encoders make room for the longest label there might be. */
const LONGEST_USUAL_BYTES = 4096;

/**
 * The encoder that writes labels as the settings ask for.
 *
 * @param names D names of the coordinates.
 */
export function labelEncoder({ format, grouping, minimum }: LabelSettings, names: readonly string[]): LabelEncoder {
  if (format === "packed") return new PackedLabelEncoder(grouping);
  return grouping === "batch" ? new JsonBatchLabelEncoder(minimum, names) : new JsonLabelEncoder(minimum, names);
}

const utf8 = (record: object): Uint8Array => new TextEncoder().encode(JSON.stringify(record));
