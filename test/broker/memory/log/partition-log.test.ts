import { describe, expect, it } from "vitest";
import type { OutgoingRecord } from "../../../../src/broker/broker.js";
import { BrokerError } from "../../../../src/broker/errors.js";
import { PartitionLog } from "../../../../src/broker/memory/log/partition-log.js";
import type { TransactionMark } from "../../../../src/broker/memory/log/stored-batch.js";
import { topicSettings } from "../../../../src/broker/memory/log/topic-settings.js";
import { keyed, record, texts } from "../support/simulated.js";

const logOf = (settings: Record<string, string> = {}, cleanup: "delete" | "compact" = "delete") =>
  new PartitionLog("t", 0, topicSettings({ topic: "t", partitions: 1, cleanup, settings }));
const at = (now: number) => ({ clientNow: now, now });
const mark = (transactionalId = "w"): TransactionMark => ({ transactionalId, producerId: 0, epoch: 0, fate: "open" });
const hundredBytes = (): OutgoingRecord => ({ value: new Uint8Array(100) });
const all = (log: PartitionLog) => texts(log.read(log.start, 1_000_000).records);

describe("reading", () => {
  it("hands out the stored array when one batch answers the read, and never more than asked for", () => {
    const log = logOf();
    log.append(["a", "b"].map(record), at(0));
    log.append(["c", "d"].map(record), at(0));
    expect(log.read(0, 2).records).toBe(log.read(0, 2).records);
    expect(texts(log.read(0, 3).records)).toEqual(["a", "b", "c"]);
    expect(log.read(0, 3).nextOffset).toBe(3);
    expect(texts(log.read(1, 2).records)).toEqual(["b", "c"]);
    expect(log.read(4, 2)).toEqual({ records: [], nextOffset: 4, endOffset: 4 });
    expect(texts(log.read(0, 4).records)).toEqual(["a", "b", "c", "d"]);
    expect(texts(log.read(0, 2).records)).toEqual(["a", "b"]); // reads that span batches left the stored ones alone
  });

  it("wakes who waits once, for records, markers and a moved start", () => {
    const log = logOf();
    const woken: string[] = [];
    const wait = (name: string) => log.onChange(() => woken.push(name));
    wait("plain");
    log.append([record("a")], at(0));
    log.append([record("b")], at(0));
    wait("transactional");
    const transaction = mark();
    log.append([record("c")], { ...at(0), transactional: { mark: transaction, sequence: 0 } });
    wait("marker");
    transaction.fate = "committed";
    log.endTransaction(transaction, "commit", 0);
    wait("start");
    log.deleteBefore(1);
    wait("given up")();
    log.append([record("d")], at(0));
    expect(woken).toEqual(["plain", "transactional", "marker", "start"]);
  });
});

describe("sequence numbers", () => {
  it("make a repeated append of one producer and epoch harmless, and nothing else", () => {
    const log = logOf();
    const first = { mark: mark(), sequence: 0 };
    expect(log.append([record("a")], { ...at(0), transactional: first })).toBe(0);
    expect(log.append([record("a")], { ...at(0), transactional: first })).toBe(0);
    expect(log.append([record("b")], { ...at(0), transactional: { ...first, sequence: 1 } })).toBe(1);
    expect(log.append([record("c")], { ...at(0), transactional: { mark: { ...mark(), epoch: 1 }, sequence: 1 } })).toBe(
      2,
    );
    expect(
      log.append([record("d")], { ...at(0), transactional: { mark: { ...mark(), producerId: 1 }, sequence: 1 } }),
    ).toBe(3);
    expect(log.end).toBe(4);
  });
});

describe("deleteBefore", () => {
  it("frees the bytes, inside a batch too, and never moves the start back", () => {
    const log = logOf();
    for (let i = 0; i < 100; i++) log.append([hundredBytes(), hundredBytes()], at(0));
    expect(log.bytes).toBe(20_000);
    log.deleteBefore(101);
    expect([log.start, log.bytes]).toEqual([101, 9_900]);
    expect(log.read(101, 1_000).records[0]!.offset).toBe(101);
    log.deleteBefore(50);
    expect(log.start).toBe(101);
    log.deleteBefore(1_000);
    expect([log.start, log.end, log.bytes, [...log.batches()].length]).toEqual([200, 200, 0, 0]);
  });

  it("passes over an open transaction, whose end still gets its marker", () => {
    const log = logOf();
    const open = mark();
    log.append(["a", "b"].map(record), { ...at(0), transactional: { mark: open, sequence: 0 } });
    log.append([record("c")], at(0));
    log.deleteBefore(1);
    expect([log.start, log.stableEnd]).toEqual([1, 1]);
    open.fate = "committed";
    log.endTransaction(open, "commit", 0);
    expect(all(log)).toEqual(["b", "c"]);
    expect([log.stableEnd, log.end]).toEqual([4, 4]);
  });
});

describe("retention", () => {
  it("by size keeps at least the limit, in whole batches, on each append", () => {
    const log = logOf({ "retention.bytes": "1000" });
    for (let i = 0; i < 1_000; i++) {
      log.append([hundredBytes(), hundredBytes(), hundredBytes()], at(0));
      expect(log.bytes).toBeLessThan(1_300);
    }
    expect(log.bytes).toBeGreaterThanOrEqual(1_000);
    expect(log.start).toBe(log.end - log.bytes / 100);
  });

  it("by age looks at the records' timestamps", () => {
    const log = logOf({ "retention.ms": "1000" });
    log.append([{ ...record("old"), timestamp: 0 }], at(0));
    log.append([{ ...record("dated ahead"), timestamp: 5_000 }], at(0));
    log.append([{ ...record("behind it"), timestamp: 0 }], at(0));
    log.enforceRetention(1_000);
    expect(all(log)).toEqual(["old", "dated ahead", "behind it"]);
    log.enforceRetention(1_001);
    expect(all(log)).toEqual(["dated ahead", "behind it"]);
    log.enforceRetention(6_001);
    expect(all(log)).toEqual([]);
    expect(log.start).toBe(3);
  });

  it("by age takes a control record by when it was written: it has no timestamp of a client", () => {
    const log = logOf({ "retention.ms": "1000" });
    const transaction = mark();
    log.append([record("a")], { ...at(0), transactional: { mark: transaction, sequence: 0 } });
    transaction.fate = "committed";
    log.endTransaction(transaction, "commit", 900);
    log.enforceRetention(1_500);
    expect(log.start).toBe(1);
    log.enforceRetention(2_000);
    expect(log.start).toBe(2);
  });

  it("spares what is not settled, and everything when there is no limit", () => {
    const log = logOf({ "retention.bytes": "0" });
    const open = mark();
    log.append([hundredBytes()], { ...at(0), transactional: { mark: open, sequence: 0 } });
    log.append([hundredBytes()], at(0));
    expect([log.start, log.bytes]).toEqual([0, 200]);
    open.fate = "aborted";
    log.endTransaction(open, "abort", 0);
    expect([log.start, log.bytes]).toEqual([3, 0]);
    const unlimited = logOf({ "retention.bytes": "-1", "retention.ms": "-1" });
    unlimited.append([{ ...hundredBytes(), timestamp: 0 }], at(0));
    unlimited.enforceRetention(Number.MAX_SAFE_INTEGER);
    expect(unlimited.bytes).toBe(100);
  });

  it("does not understand a limit that is no number", () => {
    expect(() => logOf({ "retention.ms": "7 days" })).toThrow(/retention\.ms is "7 days"/);
  });
});

describe("offsetAt", () => {
  it("finds the first record at or after, in any order of timestamps, below the last stable offset", () => {
    const log = logOf();
    const stamped = (timestamp: number) => ({ ...record(String(timestamp)), timestamp });
    log.append([stamped(10), stamped(30), stamped(20)], at(0));
    const open = mark();
    log.append([stamped(40)], { ...at(0), transactional: { mark: open, sequence: 0 } });
    expect([0, 10, 11, 31].map((timestamp) => log.offsetAt(timestamp))).toEqual([0, 0, 1, 3]);
    open.fate = "committed";
    log.endTransaction(open, "commit", 0);
    expect([31, 41, Number.NEGATIVE_INFINITY].map((timestamp) => log.offsetAt(timestamp))).toEqual([3, 5, 0]);
    log.deleteBefore(4);
    expect(log.offsetAt(Number.NEGATIVE_INFINITY)).toBe(5);
  });

  it("is held back by a transaction whose records are deleted, in the midst of a batch too", () => {
    const log = logOf();
    log.append([record("open")], { ...at(0), transactional: { mark: mark(), sequence: 0 } });
    log.append(
      [1, 2, 3].map((timestamp) => ({ ...record("x"), timestamp })),
      at(0),
    );
    log.deleteBefore(2);
    expect([log.start, log.stableEnd, log.offsetAt(3)]).toEqual([2, 2, 2]);
  });
});

describe("compaction", () => {
  it("keeps the newest committed record of each key at its offset, drops aborted ones and markers", () => {
    const log = logOf({}, "compact");
    log.append([keyed("a", "1"), keyed("b", "1")], at(0));
    const aborted = mark("aborted");
    log.append([keyed("a", "never")], { ...at(0), transactional: { mark: aborted, sequence: 0 } });
    aborted.fate = "aborted";
    log.endTransaction(aborted, "abort", 0);
    log.append([keyed("a", "2")], at(0));
    log.compact(0);
    expect(log.read(0, 10).records.map(({ offset }) => offset)).toEqual([1, 4]);
    expect(all(log)).toEqual(["1", "2"]);
    expect(log.read(2, 10)).toMatchObject({ nextOffset: 5, endOffset: 5 });
    expect([log.start, log.end, [...log.batches()].length]).toEqual([0, 5, 2]);
  });

  it("leaves what is not settled alone, and counts it neither as newest nor as old", () => {
    const log = logOf({}, "compact");
    log.append([keyed("a", "1")], at(0));
    const open = mark();
    log.append([keyed("a", "open")], { ...at(0), transactional: { mark: open, sequence: 0 } });
    log.append([keyed("a", "behind")], at(0));
    log.compact(0);
    expect(all(log)).toEqual(["1"]);
    open.fate = "committed";
    log.endTransaction(open, "commit", 0);
    expect(all(log)).toEqual(["1", "open", "behind"]);
    log.compact(0);
    expect(all(log)).toEqual(["behind"]);
  });

  it("drops tombstones once they are older than delete.retention.ms by the cluster's clock", () => {
    const log = logOf({ "delete.retention.ms": "1000" }, "compact");
    log.append([keyed("a", "1"), keyed("b", "1")], at(0));
    log.append([{ ...keyed("a", null), timestamp: 0 }], at(5_000));
    log.compact(6_000);
    expect(all(log)).toEqual(["1", "null"]);
    log.compact(6_001);
    expect(all(log)).toEqual(["1"]);
  });

  it("tells keys apart by every byte", () => {
    const log = logOf({}, "compact");
    const single = Array.from({ length: 256 }, (_, byte) => ({ key: Uint8Array.of(byte), value: Uint8Array.of(byte) }));
    log.append([...single, { key: new Uint8Array(0), value: null }, { key: Uint8Array.of(0, 0), value: null }], at(0));
    log.compact(0);
    expect(log.read(0, 1_000).records).toHaveLength(258);
  });

  it("starts by itself, so that a log of few keys stays small", () => {
    const log = logOf({}, "compact");
    for (let i = 0; i < 20_000; i++) log.append([keyed(`key ${i % 10}`, String(i))], at(0));
    expect([...log.batches()].length).toBeLessThan(2_100);
    expect(all(log).slice(-10)).toEqual(Array.from({ length: 10 }, (_, i) => String(19_990 + i)));
    for (let i = 0; i < 50; i++) log.append([{ key: Uint8Array.of(1), value: new Uint8Array(500_000) }], at(0));
    expect(log.bytes).toBeLessThan(2_000_000);
  });

  it("refuses records without a key", () => {
    const log = logOf({}, "compact");
    expect(() => log.append([keyed("a", "1"), record("keyless")], at(0))).toThrow(BrokerError);
    expect(() => log.append([{ key: null, value: null }], at(0))).toThrow(/"t" is compacted/);
    expect(log.end).toBe(0);
  });

  it("is nothing to a topic that is not compacted", () => {
    const log = logOf();
    log.append([keyed("a", "1"), keyed("a", "2")], at(0));
    log.compact(0);
    expect(all(log)).toEqual(["1", "2"]);
  });
});
