import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Outgoing, OutgoingRecord, Transaction } from "../../../src/broker/broker.js";
import { recordsOf } from "../../../src/broker/record-columns.js";
import { appendAll, cutSends, recordBytes } from "../../../src/pipeline/task/append.js";
import { mixedForms } from "../../support/record-columns.js";

const record = (size: number): OutgoingRecord => ({ key: null, value: new Uint8Array(size) });

describe("sends", () => {
  it("hold every record once, in order, and stay below the limit unless a record alone is beyond it", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500)), fc.integer({ min: 50, max: 900 }), (sizes, limit) => {
        const records = sizes.map(record);
        const sends = [...cutSends(records, limit)];
        expect(sends.flat()).toEqual(records);
        for (const send of sends) {
          const bytes = send.reduce((sum, each) => sum + recordBytes(each), 0);
          expect(send.length === 1 || bytes <= limit).toBe(true);
        }
      }),
    );
  });

  it("are the same whether records come one by one or in columns", () => {
    const bytes = fc.uint8Array({ maxLength: 60 });
    const one = fc.record({ key: fc.option(bytes), value: bytes, headers: fc.dictionary(fc.string(), bytes) });
    const limits = fc.integer({ min: 50, max: 900 });
    fc.assert(
      fc.property(mixedForms(fc.array(one, { minLength: 1 })), limits, ({ records, mixed }, limit) => {
        const total = (all: readonly Outgoing[]) => all.reduce((sum, each) => sum + recordBytes(each), 0);
        expect(total(mixed)).toBe(total(records));
        expect([...cutSends(mixed, limit)].map(recordsOf)).toEqual([...cutSends(records, limit)]);
      }),
    );
  });

  it("count keys and headers, too", () => {
    const bare = recordBytes(record(10));
    const headers = { "mixtide-source": new Uint8Array(30) };
    expect(recordBytes({ key: new Uint8Array(20), value: new Uint8Array(10), headers }) - bare).toBeGreaterThanOrEqual(
      64,
    );
    expect(recordBytes({ key: null, value: null })).toBeLessThan(bare);
  });

  it("go out in order within a partition, and nothing is under way any more when one fails", async () => {
    const log: string[] = [];
    const append = async (topic: string, partition: number, records: readonly OutgoingRecord[]) => {
      log.push(`${topic}/${partition} begins with ${records[0]!.value!.length}`);
      await Promise.resolve();
      if (topic === "bad") throw new Error("refused");
      await Promise.resolve();
      log.push(`${topic}/${partition} done`);
    };
    const transaction = { append } as Transaction;
    const good = { topic: "good", partition: 0, records: [record(90), record(91)] };
    const bad = { topic: "bad", partition: 0, records: [record(1)] };
    await expect(appendAll(transaction, [good, bad], 100)).rejects.toThrow("refused");
    expect(log.filter((line) => line.startsWith("good"))).toEqual([
      "good/0 begins with 90",
      "good/0 done",
      "good/0 begins with 91",
      "good/0 done",
    ]);
  });
});
