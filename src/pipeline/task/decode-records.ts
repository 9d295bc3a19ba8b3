import type { IncomingRecord } from "../../broker/broker.js";
import { DecodeError } from "../../format/decode-error.js";
import { DecodedBatch } from "../../format/decoded-batch.js";
import type { Decoder } from "../../format/decoder.js";

/** Records of one partition as points, and those that are none. */
export interface DecodedRecords {
  readonly points: DecodedBatch;
  readonly rejected: readonly RejectedRecord[];
}

export interface RejectedRecord {
  readonly record: IncomingRecord;
  readonly error: DecodeError;
}

/** @param points an empty batch of that source, to be filled. */
export function decodeRecords(
  decoder: Decoder,
  source: { readonly topic: string; readonly partition: number; readonly dimensions: number },
  records: readonly IncomingRecord[],
  points = new DecodedBatch(source.dimensions, source.topic, source.partition, records.length || 1),
): DecodedRecords {
  const rejected: RejectedRecord[] = [];
  for (const record of records) {
    try {
      decoder.decode(record, points);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      rejected.push({ record, error });
    }
  }
  return { points, rejected };
}
