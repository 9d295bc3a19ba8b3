import fc from "fast-check";
import { expect, it } from "vitest";
import type { IncomingRecord } from "../../../../src/broker/broker.js";
import { PartitionLog } from "../../../../src/broker/memory/log/partition-log.js";
import type { TransactionMark } from "../../../../src/broker/memory/log/stored-batch.js";
import { topicSettings } from "../../../../src/broker/memory/log/topic-settings.js";
import { keyed } from "../support/simulated.js";

const write = fc.record({
  keys: fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }),
  tombstones: fc.boolean(),
  fate: fc.constantFrom("plain" as const, "committed" as const, "aborted" as const, "open" as const),
  compact: fc.boolean(),
});

const newLog = () => new PartitionLog("t", 0, topicSettings({ topic: "t", partitions: 1, cleanup: "compact" }));

/** What a reader knows who folded the records from the start. */
function fold(records: readonly IncomingRecord[]): Map<string, string | null> {
  const decoder = new TextDecoder();
  return new Map(records.map(({ key, value }) => [decoder.decode(key!), value && decoder.decode(value)]));
}

it("never changes what a reader of the whole log or of any rest of it ends up with", () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 30 }), fc.nat(100), (writes, share) => {
      const [compacted, plain] = [newLog(), newLog()];
      for (const [i, { keys, tombstones, fate, compact }] of writes.entries()) {
        for (const log of [compacted, plain]) {
          const mark: TransactionMark = { transactionalId: `w${i}`, producerId: i, epoch: 0, fate: "open" };
          const transactional = fate === "plain" ? {} : { transactional: { mark, sequence: 0 } };
          const records = keys.map((key) => keyed(String(key), tombstones ? null : `${i}`));
          log.append(records, { clientNow: 0, now: 0, ...transactional });
          if (fate === "plain" || fate === "open") continue;
          mark.fate = fate;
          log.endTransaction(mark, fate === "committed" ? "commit" : "abort", 0);
        }
        if (compact) compacted.compact(0);
      }
      expect([compacted.stableEnd, compacted.end]).toEqual([plain.stableEnd, plain.end]);
      const from = Math.floor((plain.end * share) / 100);
      const [left, whole] = [compacted.read(from, 1_000), plain.read(from, 1_000)];
      expect([...fold(left.records)].sort()).toEqual([...fold(whole.records)].sort());
      expect(left.nextOffset).toBe(whole.nextOffset);
      const offsets = new Map(whole.records.map((record) => [record.offset, record]));
      for (const record of left.records) expect(record).toEqual(offsets.get(record.offset));
    }),
    { numRuns: 300 },
  );
});
