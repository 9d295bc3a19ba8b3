import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { OutgoingRecord } from "../../../../../src/broker/broker.js";
import * as at from "../../../../../src/broker/kafka/records/batch-layout.js";
import {
  encodeRecordBatch,
  type RecordBatchHead,
} from "../../../../../src/broker/kafka/records/encode-record-batch.js";
import { crc32c } from "../../../../../src/checksum/crc32c.js";

export const NOW = 1_763_856_000_000;

export const HEAD: RecordBatchHead = {
  producerId: 4000n,
  producerEpoch: 1,
  firstSequence: 7,
  transactional: false,
  compression: "none",
  now: NOW,
};

/** Batches written by Kafka's Java code: golden/MakeBatches.java. */
export const JAVA: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  Object.entries<string>(JSON.parse(readFileSync(new URL("../golden/batches.json", import.meta.url), "utf8"))).map(
    ([name, base64]) => [name, new Uint8Array(Buffer.from(base64, "base64"))],
  ),
);

/** The records in them: uncompressed batches have 4 letters a step, compressed ones 50. */
export function javaRecords(letters: 4 | 50): OutgoingRecord[] {
  return Array.from({ length: 40 }, (_, i) => ({
    timestamp: NOW + (i % 4) * 1000 - i,
    key: i % 5 === 0 ? null : new TextEncoder().encode(`key-${i}`),
    value: i % 7 === 0 ? null : new Uint8Array(i * letters).fill(120),
    headers: Object.fromEntries(Array.from({ length: i % 3 }, (_, h) => [`kopf-ü${h}`, Uint8Array.of(i)])),
  }));
}

/** An uncompressed batch at an offset. */
export function batchAt(
  baseOffset: number,
  records: readonly OutgoingRecord[],
  head: Partial<RecordBatchHead> = {},
): Uint8Array {
  const batch = encodeRecordBatch(records, { ...HEAD, ...head });
  if (batch instanceof Promise) throw new Error("compressed batches come later");
  return changed(batch, (view) => view.setBigInt64(at.BASE_OFFSET, BigInt(baseOffset)));
}

export function markerAt(baseOffset: number, type: "abort" | "commit", producerId: bigint): Uint8Array {
  const key = Uint8Array.of(0, 0, 0, type === "abort" ? 0 : 1);
  const batch = batchAt(baseOffset, [{ key, value: new Uint8Array(6) }], { producerId, transactional: true });
  return changed(batch, (view) => view.setInt16(at.ATTRIBUTES, at.TRANSACTIONAL | at.CONTROL));
}

/** What compaction leaves of a batch of `count` records whose producer is still known. */
export function emptyAt(baseOffset: number, count: number): Uint8Array {
  const batch = batchAt(baseOffset, [{ value: null }]).slice(0, at.RECORDS);
  return changed(batch, (view) => {
    view.setInt32(at.BATCH_LENGTH, at.RECORDS - at.LENGTH_END);
    view.setInt32(at.LAST_OFFSET_DELTA, count - 1);
    view.setInt32(at.RECORD_COUNT, 0);
  });
}

/** A copy, changed, with a right checksum. */
export function changed(batch: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const copy = new Uint8Array(batch);
  const view = new DataView(copy.buffer);
  change(view);
  view.setUint32(at.CRC, crc32c(copy.subarray(at.ATTRIBUTES)));
  return copy;
}

export function joined(...batches: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(batches));
}

const bytes = fc.oneof(
  { weight: 6, arbitrary: fc.uint8Array({ maxLength: 40 }) },
  // around one, two and three bytes of varint
  ...[63, 64, 127, 128, 8191, 8192, 20_000].map((n) => fc.constant(new Uint8Array(n).fill(n))),
);
const timestamp = fc.oneof(
  fc.constant(undefined),
  fc.integer({ min: NOW - 100_000, max: NOW + 100_000 }),
  fc.integer({ min: -1, max: 8.64e15 }),
);
const name = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.constantFrom("__proto__", "", "7", "ключ", "🔑"),
);

export const outgoingRecord: fc.Arbitrary<OutgoingRecord> = fc
  .record({
    key: fc.option(bytes, { nil: null }),
    value: fc.option(bytes, { nil: null }),
    headers: fc.array(fc.tuple(name, bytes), { maxLength: 3 }),
    timestamp,
  })
  .map(({ headers, timestamp, ...record }) => ({
    ...record,
    headers: Object.fromEntries(headers),
    ...(timestamp === undefined ? {} : { timestamp }),
  }));

export const outgoingRecords = fc.oneof(
  fc.array(outgoingRecord, { minLength: 1, maxLength: 12 }),
  fc.array(fc.constant<OutgoingRecord>({ value: Uint8Array.of(1) }), { minLength: 60, maxLength: 140 }),
);
