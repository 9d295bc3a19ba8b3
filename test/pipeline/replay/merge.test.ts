import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { IncomingRecord } from "../../../src/broker/broker.js";
import { Merge } from "../../../src/pipeline/replay/merge.js";
import { PartitionCursor } from "../../../src/pipeline/replay/partition-cursor.js";

/** A log: timestamps by offset; null = a control record or one that compaction took. */
type Log = readonly (number | null)[];

const recordsOf = (log: Log, from: number): IncomingRecord[] =>
  log.flatMap((timestamp, offset) =>
    timestamp === null || offset < from ? [] : [{ offset, timestamp, key: null, value: null, headers: {} }],
  );

async function* cut(records: readonly IncomingRecord[], size: number) {
  for (let at = 0; at < records.length; at += size) yield records.slice(at, at + size);
}

interface Cuts {
  readonly piece: number;
  readonly most: number;
  readonly until: number;
}

/** partition/offset of every record, in merged order. */
async function merged(logs: readonly Log[], positions: readonly number[], ends: readonly number[], cuts: Cuts) {
  const cursors = logs.map(
    (log, partition) =>
      new PartitionCursor({ topic: "points", partition }, positions[partition]!, ends[partition]!, (from) =>
        cut(recordsOf(log, from), cuts.piece),
      ),
  );
  const merge = new Merge(cursors);
  const order: string[] = [];
  while ((await merge.next()) !== undefined) {
    const { partition, records } = merge.take(cuts.most, cuts.until);
    expect(records.length).toBeGreaterThan(0);
    order.push(...records.map(({ offset }) => `${partition}/${offset}`));
  }
  await merge.close();
  return order;
}

/** By definition: of the first records of all partitions the oldest, again and again. */
function expected(logs: readonly Log[], positions: readonly number[], ends: readonly number[]): string[] {
  const left = logs.map((log, p) => recordsOf(log, positions[p]!).filter(({ offset }) => offset < ends[p]!));
  const order: string[] = [];
  for (;;) {
    const heads = left.flatMap(([head], partition) => (head ? [{ ...head, partition }] : []));
    if (heads.length === 0) return order;
    heads.sort((a, b) => a.timestamp - b.timestamp || a.partition - b.partition);
    left[heads[0]!.partition]!.shift();
    order.push(`${heads[0]!.partition}/${heads[0]!.offset}`);
  }
}

const logs = fc.array(fc.array(fc.option(fc.integer({ min: 0, max: 12 }), { freq: 6 }), { maxLength: 12 }), {
  minLength: 1,
  maxLength: 4,
});
const cuts = fc.record({
  piece: fc.integer({ min: 1, max: 5 }),
  most: fc.integer({ min: 1, max: 5 }),
  until: fc.oneof(fc.constant(Infinity), fc.integer({ min: 0, max: 12 })),
});

describe("the merge of partitions", () => {
  it("takes the oldest first record each time, however it is cut, whatever timestamps run backwards", async () => {
    await fc.assert(
      fc.asyncProperty(logs, cuts, async (logs, cuts) => {
        const starts = logs.map(() => 0);
        const ends = logs.map((log) => Math.max(0, log.length - 1));
        expect(await merged(logs, starts, ends, cuts)).toEqual(expected(logs, starts, ends));
      }),
    );
  });

  it("goes on in the same order wherever it is begun anew", async () => {
    await fc.assert(
      fc.asyncProperty(logs, cuts, cuts, fc.nat(50), async (logs, before, after, stop) => {
        const starts = logs.map(() => 0);
        const ends = logs.map((log) => log.length);
        const whole = await merged(logs, starts, ends, before);
        const done = whole.slice(0, stop);
        const positions = [...starts];
        for (const place of done) {
          const [partition, offset] = place.split("/").map(Number);
          positions[partition!] = offset! + 1;
        }
        expect([...done, ...(await merged(logs, positions, ends, after))]).toEqual(whole);
      }),
    );
  });

  it("never reads a partition again once it is past its end", async () => {
    let reads = 0;
    const endless = async function* () {
      for (let offset = 0; ; offset += 2) {
        reads++;
        yield recordsOf([...new Array(offset).fill(null), 1, 1], 0);
      }
    };
    const cursor = new PartitionCursor({ topic: "points", partition: 0 }, 0, 5, endless);
    const merge = new Merge([cursor]);
    let count = 0;
    while ((await merge.next()) !== undefined) count += merge.take(100, Infinity).records.length;
    expect([count, reads]).toEqual([5, 3]);
  });
});
