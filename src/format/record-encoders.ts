import type { ScoredBatch } from "../learning/scored-batch.js";
import type { Mixture } from "../mixture/mixture.js";
import { type DeadLetter, deadLetter } from "./dead-letter.js";
import type { DecodeError } from "./decode-error.js";
import type { RawRecord } from "./decoder.js";
import type { Features } from "./features/features.js";
import { JsonBatchLabelEncoder } from "./json/json-batch-label-encoder.js";
import { JsonLabelEncoder } from "./json/json-label-encoder.js";
import type { LabelEncoder } from "./label-encoder.js";
import { type EncodedMessage, MessageBuffer } from "./message-buffer.js";
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

  constructor(features: Features, settings: LabelSettings) {
    this.#features = features;
    this.#labels = labelEncoder(settings);
  }

  /** Labels of the points `start` to `start + origins.count` of `scored`, in order. */
  labels(scored: ScoredBatch, start: number, origins: Origins): EncodedMessage[] {
    const out = new MessageBuffer(origins.count * USUAL_LABEL_BYTES);
    this.#labels.encode({ scored, from: start, origins, at: 0, count: origins.count }, out);
    return out.messages();
  }

  snapshot({ logLikelihood, mixture, ...provenance }: PublishedMixture): EncodedMessage {
    const snapshot = snapshotOf(mixture, { ...provenance, features: this.#features }, logLikelihood);
    return { key: null, value: new TextEncoder().encode(JSON.stringify(snapshot)), headers: {} };
  }

  deadLetter(
    source: { readonly topic: string; readonly partition: number },
    record: RawRecord,
    error: DecodeError,
  ): DeadLetter {
    return deadLetter(source, record, error);
  }
}

const USUAL_LABEL_BYTES = 256;

/** The encoder that writes labels as the settings ask for. */
export function labelEncoder({ format, grouping, minimum }: LabelSettings): LabelEncoder {
  if (format === "packed") return new PackedLabelEncoder(grouping);
  return grouping === "batch" ? new JsonBatchLabelEncoder(minimum) : new JsonLabelEncoder(minimum);
}
