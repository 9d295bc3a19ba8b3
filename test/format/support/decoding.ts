import { DecodeError } from "../../../src/format/decode-error.js";
import { DecodedBatch } from "../../../src/format/decoded-batch.js";
import type { Decoder, RawRecord } from "../../../src/format/decoder.js";

/** A record with this value; text is encoded as UTF-8. */
export function recordOf(value: string | Uint8Array | null, fields: Partial<RawRecord> = {}): RawRecord {
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : value;
  return { offset: 17, timestamp: 1_700_000_000_000, key: null, value: bytes, ...fields };
}

/** One decoded message in plain form. */
export interface PlainPoints {
  readonly points: readonly (readonly number[])[];
  readonly indices: readonly number[];
  readonly timestamps: readonly number[];
  readonly ids: readonly unknown[];
  readonly weights: readonly number[] | undefined;
}

export function plain(batch: DecodedBatch): PlainPoints {
  const { count, dimensions, values } = batch;
  return {
    points: Array.from({ length: count }, (_, i) => [...values.subarray(i * dimensions, (i + 1) * dimensions)]),
    indices: [...batch.indices.subarray(0, count)],
    timestamps: [...batch.timestamps.subarray(0, count)],
    ids: [...batch.ids],
    weights: batch.weights === undefined ? undefined : [...batch.weights.subarray(0, count)],
  };
}

/** Decodes one message. */
export function decodeOne(decoder: Decoder, dimensions: number, record: RawRecord): PlainPoints {
  const batch = new DecodedBatch(dimensions, "points", 0);
  decoder.decode(record, batch);
  return plain(batch);
}

/** The error of a message that is none; the batch must stay as it was. */
export function errorOf(decoder: Decoder, dimensions: number, record: RawRecord): DecodeError {
  const batch = new DecodedBatch(dimensions, "points", 0);
  try {
    decoder.decode(record, batch);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    if (batch.count !== 0) throw new Error(`${batch.count} points were left behind`);
    return error;
  }
  throw new Error(`was decoded: ${JSON.stringify(plain(batch).points)}`);
}

export const roomy = { maxMessageBytes: 1 << 20, maxPointsPerMessage: 1000 };
