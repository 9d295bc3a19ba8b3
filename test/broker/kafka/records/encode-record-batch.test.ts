import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OutgoingRecord } from "../../../../src/broker/broker.js";
import { ATTRIBUTES } from "../../../../src/broker/kafka/records/batch-layout.js";
import { BatchMemory } from "../../../../src/broker/kafka/records/batch-memory.js";
import { type DecodedRecordSet, decodeRecordSet } from "../../../../src/broker/kafka/records/decode-record-set.js";
import { encodeRecordBatch, type RecordBatchHead } from "../../../../src/broker/kafka/records/encode-record-batch.js";
import { columnsOf, mixedForms } from "../../../support/record-columns.js";
import { HEAD, JAVA, javaRecords, NOW, outgoingRecords } from "./support/batches.js";
import { kafkaJsBatch, kafkaJsRecords } from "./support/kafkajs-batches.js";

const head: fc.Arbitrary<RecordBatchHead> = fc.record({
  producerId: fc.bigInt({ min: -1n, max: 2n ** 63n - 1n }),
  producerEpoch: fc.integer({ min: -1, max: 32_767 }),
  firstSequence: fc.integer({ min: -1, max: 2 ** 31 - 1 }),
  transactional: fc.boolean(),
  compression: fc.constant("none" as const),
  now: fc.constant(NOW),
});

/** What a reader makes of a record that was written. */
const asRead = ({ key, value, headers, timestamp }: OutgoingRecord, offset: number) => ({
  offset,
  timestamp: timestamp ?? NOW,
  key: key ?? null,
  value,
  headers: headers ?? {},
});

describe("a record batch", () => {
  it("has the bytes that kafkajs gives it", async () => {
    await fc.assert(
      fc.asyncProperty(outgoingRecords, head, async (records, settings) => {
        const expected = await kafkaJsBatch(records, settings);
        expect(Buffer.compare(await encodeRecordBatch(records, settings), expected)).toBe(0);
      }),
    );
  });

  it("has the same bytes whether its records come one by one or in columns", () => {
    fc.assert(
      fc.property(mixedForms(outgoingRecords), head, ({ records, mixed }, settings) => {
        const expected = encodeRecordBatch(records, settings) as Uint8Array;
        expect(Buffer.compare(encodeRecordBatch(mixed, settings) as Uint8Array, expected)).toBe(0);
      }),
    );
  });

  it.each([
    ["plain", false],
    ["transactional", true],
  ] as const)("has the bytes that Kafka's Java client gives it: %s", async (name, transactional) => {
    // What stands before the attributes is the broker's.
    const batch = await encodeRecordBatch(javaRecords(4), { ...HEAD, transactional });
    expect(Buffer.from(batch.subarray(ATTRIBUTES))).toEqual(Buffer.from(JAVA[name]!.subarray(ATTRIBUTES)));
  });

  it("is read back as it was written", () => {
    fc.assert(
      fc.property(outgoingRecords, head, (records, settings) => {
        const set = encodeRecordBatch(records, settings) as Uint8Array;
        const {
          records: read,
          nextOffset,
          truncated,
        } = decodeRecordSet(set, { from: 0, aborted: null }) as DecodedRecordSet;
        deepStrictEqual(read, records.map(asRead)); // expect takes seconds over large arrays
        expect({ nextOffset, truncated }).toEqual({ nextOffset: records.length, truncated: false });
      }),
    );
  });

  it("is read by kafkajs when compressed with gzip", async () => {
    const batch = await encodeRecordBatch(javaRecords(50), { ...HEAD, compression: "gzip" });
    expect(batch.length).toBeLessThan(2000);
    const read = (await kafkaJsRecords(batch)).map(({ offset, timestamp, key, value, headers }) => ({
      offset: Number(offset),
      timestamp: Number(timestamp),
      key: key && new Uint8Array(key),
      value: value && new Uint8Array(value),
      headers: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, new Uint8Array(v)])),
    }));
    expect(read).toEqual(javaRecords(50).map(asRead));
  });

  it("has the same bytes in memory that held another", () => {
    const memory = new BatchMemory();
    fc.assert(
      fc.property(outgoingRecords, head, (records, settings) => {
        const batch = encodeRecordBatch(records, settings, memory) as Uint8Array;
        expect(Buffer.compare(batch, encodeRecordBatch(records, settings) as Uint8Array)).toBe(0);
        batch.fill(0xaa);
        memory.give(batch);
      }),
    );
  });

  it("is there at once unless it is compressed", () => {
    expect(encodeRecordBatch([{ value: null }], HEAD)).toBeInstanceOf(Uint8Array);
    expect(encodeRecordBatch([{ value: null }], { ...HEAD, compression: "gzip" })).toBeInstanceOf(Promise);
  });

  it("does not change when the caller's bytes do", () => {
    const value = Uint8Array.of(1, 2, 3);
    const batch = encodeRecordBatch([{ value }], HEAD) as Uint8Array;
    const before = Buffer.from(batch);
    value.fill(9);
    expect(Buffer.from(batch)).toEqual(before);
  });

  it("holds at least one record", () => {
    expect(() => encodeRecordBatch([], HEAD)).toThrow(RangeError);
    expect(() => encodeRecordBatch([columnsOf([])], HEAD)).toThrow(RangeError);
  });

  it.each([Number.NaN, 1.5, -2, 2 ** 53, Number.POSITIVE_INFINITY])("refuses the timestamp %s", (timestamp) => {
    expect(() => encodeRecordBatch([{ value: null }, { value: null, timestamp }], HEAD)).toThrow(`${timestamp} is no`);
  });
});
