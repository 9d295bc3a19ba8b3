import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BrokerError } from "../../../../src/broker/errors.js";
import * as at from "../../../../src/broker/kafka/records/batch-layout.js";
import { type DecodedRecordSet, decodeRecordSet } from "../../../../src/broker/kafka/records/decode-record-set.js";
import {
  batchAt,
  changed,
  emptyAt,
  HEAD,
  JAVA,
  javaRecords,
  joined,
  markerAt,
  NOW,
  outgoingRecords,
} from "./support/batches.js";
import { kafkaJsBatch } from "./support/kafkajs-batches.js";

const values = (count: number) => Array.from({ length: count }, (_, i) => ({ value: Uint8Array.of(i) }));
const offsets = (decoded: DecodedRecordSet) => decoded.records.map(({ offset }) => offset);
const asRead = (letters: 4 | 50) => javaRecords(letters).map((record, i) => ({ ...record, offset: 100 + i }));

/** Of an uncompressed set. */
function decode(set: Uint8Array, from = 0): DecodedRecordSet {
  return decodeRecordSet(set, { from, aborted: null }) as DecodedRecordSet;
}

function decodedOrNot(set: Uint8Array): DecodedRecordSet | undefined {
  try {
    return decode(set);
  } catch (error) {
    expect(error).toBeInstanceOf(BrokerError);
    return undefined;
  }
}

function errorOf(set: Uint8Array): BrokerError {
  try {
    decode(set);
  } catch (error) {
    if (error instanceof BrokerError) return error;
    throw error;
  }
  throw new Error("the set was read");
}

describe("a fetched record set", () => {
  it.each(["plain", "transactional"])("is read as Kafka's Java client wrote it: %s", (name) => {
    expect(decode(JAVA[name]!)).toMatchObject({ records: asRead(4), nextOffset: 140, truncated: false });
  });

  it("has the broker's time where the topic says LogAppendTime", () => {
    const { records } = decode(JAVA["append-time"]!);
    expect(new Set(records.map(({ timestamp }) => timestamp))).toEqual(new Set([NOW]));
    expect(decode(JAVA.plain!).records[3]!.timestamp).toBe(NOW + 2997);
  });

  it("is read when kafkajs or Java's client compressed it with gzip", async () => {
    const decoded = await decodeRecordSet(JAVA.gzip!, { from: 0, aborted: null });
    expect(decoded).toMatchObject({ records: asRead(50), nextOffset: 140 });
    const batch = await kafkaJsBatch(javaRecords(50), { ...HEAD, compression: "gzip" });
    expect((await decodeRecordSet(batch, { from: 0, aborted: null })).records).toEqual(
      javaRecords(50).map((record, offset) => ({ ...record, offset })),
    );
  });

  it("gives its records in order when compressed and plain batches alternate", async () => {
    const set = joined(batchAt(90, values(10)), JAVA.gzip!, batchAt(140, values(2)));
    const decoded = await decodeRecordSet(set, { from: 95, aborted: null });
    expect(offsets(decoded)).toEqual(Array.from({ length: 47 }, (_, i) => 95 + i));
    expect(decoded.nextOffset).toBe(142);
  });

  it("may begin before the offset that was asked for", () => {
    const decoded = decode(joined(batchAt(10, values(5)), batchAt(15, values(3))), 13);
    expect(offsets(decoded)).toEqual([13, 14, 15, 16, 17]);
    expect(decoded.nextOffset).toBe(18);
  });

  it("leads beyond batches without records for us: empty, control", () => {
    expect(decode(emptyAt(20, 7), 20)).toMatchObject({ records: [], nextOffset: 27, truncated: false });
    expect(decode(JAVA.empty!, 140)).toMatchObject({ records: [], nextOffset: 150 });
    expect(decode(joined(emptyAt(20, 7), batchAt(30, values(1))), 20)).toMatchObject({ nextOffset: 31 });
    for (const marker of [JAVA.commit!, JAVA.abort!, markerAt(140, "commit", 4000n)])
      expect(decode(marker, 140)).toMatchObject({ records: [], nextOffset: 141 });
  });

  it("may hold nothing", () => {
    expect(decode(new Uint8Array(0), 42)).toEqual({ records: [], nextOffset: 42, bytes: 0, truncated: false });
  });

  it("never leads back", () => {
    expect(decode(batchAt(5, values(3)), 20)).toMatchObject({ records: [], nextOffset: 20 });
  });

  it("gives whole batches only, cut wherever", () => {
    const first = batchAt(10, values(3));
    const set = joined(first, batchAt(13, values(4)));
    for (let length = 0; length <= set.length; length++) {
      const decoded = decode(set.subarray(0, length), 10);
      const whole = length === set.length ? 7 : length >= first.length ? 3 : 0;
      expect(decoded).toMatchObject({
        nextOffset: 10 + whole,
        truncated: ![0, first.length, set.length].includes(length),
      });
      expect(offsets(decoded)).toEqual(Array.from({ length: whole }, (_, i) => 10 + i));
    }
  });

  it("is refused, or cut short, when any byte is changed that the producer wrote", () => {
    const first = batchAt(10, javaRecords(4).slice(0, 6));
    const set = joined(first, batchAt(16, values(4)));
    const { records } = decode(set);
    for (let i = 0; i < set.length; i++) {
      const place = i < first.length ? i : i - first.length;
      if (place < at.BATCH_LENGTH || (place >= at.PARTITION_LEADER_EPOCH && place < at.MAGIC)) continue; // the broker's
      for (const flip of [1, 0x40, 0x80, 0xff]) {
        const wrong = new Uint8Array(set);
        wrong[i]! ^= flip;
        const read = decodedOrNot(wrong);
        if (read === undefined) continue;
        expect(read.truncated).toBe(true);
        expect(read.records).toEqual(records.slice(0, i < first.length ? 0 : 6));
      }
    }
  });

  it("is refused retriably for a wrong checksum, and says where", () => {
    const wrong = batchAt(77, values(3));
    wrong[wrong.length - 1]! ^= 1;
    expect(errorOf(wrong)).toMatchObject({ retriable: true });
    expect(errorOf(wrong).message).toContain("batch at offset 77 is corrupt: it has a wrong checksum");
  });

  it.each([-1, 0, 48])("is refused when a batch says it is %i bytes long", (length) => {
    const set = batchAt(10, values(3));
    new DataView(set.buffer).setInt32(at.BATCH_LENGTH, length);
    expect(errorOf(set).message).toContain(`it says it is ${length} bytes long`);
  });

  it("is refused when its offsets go back", () => {
    expect(errorOf(joined(batchAt(10, values(3)), batchAt(12, values(1)))).message).toContain("before offset 13");
    expect(errorOf(changed(batchAt(10, values(3)), (view) => view.setInt32(at.LAST_OFFSET_DELTA, -1)))).toMatchObject({
      retriable: true,
    });
    expect(errorOf(batchAt(-3, values(1)))).toMatchObject({ retriable: true });
  });

  it.each([0, 1])("is refused for good in the old format %i", (magic) => {
    const error = errorOf(JAVA[`magic-${magic}`]!);
    expect(error.retriable).toBe(false);
    expect(error.message).toContain(`message format ${magic}`);
  });

  it("is refused in a format that is unknown", () => {
    const set = batchAt(0, values(1));
    set[at.MAGIC] = 3;
    expect(errorOf(set).message).toContain("message format 3");
  });

  it("is refused beyond 2^53", () => {
    const beyond = (offset: bigint) =>
      changed(batchAt(0, values(2)), (view) => view.setBigInt64(at.BASE_OFFSET, offset));
    expect(offsets(decode(beyond(2n ** 53n - 2n)))).toEqual([2 ** 53 - 2, 2 ** 53 - 1]);
    for (const offset of [2n ** 53n - 1n, 2n ** 53n, 2n ** 62n])
      expect(errorOf(beyond(offset)).message).toContain("beyond 2^53");
  });

  it("shares its memory when it is not compressed, and hands out plain arrays", () => {
    const set = Buffer.from(batchAt(0, [{ key: Uint8Array.of(1), value: Uint8Array.of(2) }]));
    const { key, value, headers } = decode(set).records[0]!;
    for (const view of [key!, value!]) {
      expect(view.buffer).toBe(set.buffer);
      expect(Object.getPrototypeOf(view)).toBe(Uint8Array.prototype);
    }
    expect(headers).toBe(decode(set).records[0]!.headers);
    expect(Object.isFrozen(headers)).toBe(true);
  });

  it("says how much memory its records keep", () => {
    const light = decode(batchAt(0, values(10))).bytes;
    const heavy = decode(batchAt(0, [...values(9), { value: new Uint8Array(100_000) }])).bytes;
    const headed = decode(batchAt(0, [...values(9), { value: null, headers: { a: Uint8Array.of(1) } }])).bytes;
    expect(heavy - light).toBeGreaterThan(99_990);
    expect(heavy - light).toBeLessThan(100_010);
    expect(headed - light).toBeGreaterThan(100);
    expect(decode(batchAt(0, values(10)), 10).bytes).toBe(0);
  });
});

describe("records with a right checksum but malformed", () => {
  /** One record, byte by byte; −1 in front = a length that is right. */
  const withRecords = (bytes: readonly number[], count = 1) => {
    const batch = joined(batchAt(0, [{ value: null }]).subarray(0, at.RECORDS), Uint8Array.from(bytes));
    return changed(batch, (view) => {
      view.setInt32(at.BATCH_LENGTH, batch.length - at.LENGTH_END);
      view.setInt32(at.RECORD_COUNT, count);
    });
  };
  const RECORD = [12, 0, 0, 0, 1, 1, 0]; // length 6, attributes, timestamp, offset, no key, no value, no headers

  it("are told from well-formed ones", () => {
    expect(decode(withRecords(RECORD)).records).toHaveLength(1);
  });

  it.each([
    ["too long", [14, 0, 0, 0, 1, 1, 0]],
    ["too short", [10, 0, 0, 0, 1, 1, 0]],
    ["of negative length", [1, 0, 0, 0, 1, 1, 0]],
    ["followed by something", [...RECORD, 0]],
    ["with a value that reaches beyond it", [12, 0, 0, 0, 1, 40, 0]],
    ["with a billion headers", [20, 0, 0, 0, 1, 1, 0xfe, 0xff, 0xff, 0xff, 0x0f]],
    ["with a number that never ends", [20, 0, ...new Array(9).fill(0xff)]],
    ["of nothing", []],
  ])("%s are refused", (_, bytes) => {
    expect(errorOf(withRecords(bytes)).message).toMatch(/record \d of the batch at offset 0 is malformed/);
  });

  it("read a null header as no bytes, and the last of two with one name", () => {
    const record = [24, 0, 0, 0, 1, 1, 4, 2, 97, 1, 2, 97, 1];
    expect(decode(withRecords(record)).records[0]!.headers).toEqual({ a: new Uint8Array(0) });
    const twice = [28, 0, 0, 0, 1, 1, 4, 2, 97, 2, 5, 2, 97, 2, 6];
    expect(decode(withRecords(twice)).records[0]!.headers).toEqual({ a: Uint8Array.of(6) });
  });

  it("are refused or read, whatever they are, without hanging", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: -5, max: 2 ** 31 - 1 }), (bytes, count) => {
        const set = withRecords([...bytes], count);
        expect(decodedOrNot(set)?.records.length ?? 0).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });

  it("are refused or read when well-formed ones are bent", () => {
    fc.assert(
      fc.property(outgoingRecords, fc.nat(), fc.nat(255), (records, place, byte) => {
        const batch = batchAt(0, records);
        const bent = changed(batch, (view) => {
          view.setUint8(at.RECORDS + (place % (batch.length - at.RECORDS)), byte);
        });
        expect(decodedOrNot(bent)?.records.length ?? 0).toBeLessThanOrEqual(records.length);
      }),
    );
  });
});
