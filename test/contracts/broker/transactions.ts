import { describe, expect, it } from "vitest";
import { BrokerError, FencedError, MessageTooLargeError, UnknownPartitionError } from "../../../src/broker/errors.js";
import type { BrokerHarness } from "./harness.js";
import { createTopic, inTransaction, publish, readAll, record, values } from "./support.js";

export function describeTransactions(harness: () => BrokerHarness): void {
  describe("transactions", () => {
    it("makes what was appended visible on commit, in order", async () => {
      const broker = await harness().connect("writer");
      const topic = await createTopic(harness(), broker);
      const writer = await broker.writer(harness().unique("id"));
      const transaction = await writer.begin();
      await transaction.append(topic, 0, [record("a"), record("b")]);
      await transaction.append(topic, 0, [record("c")]);
      expect(await readAll(broker, { topic, partition: 0 })).toEqual([]);
      await transaction.commit();
      await visible(topic, ["a", "b", "c"]);
    });

    it("never shows what was aborted", async () => {
      const broker = await harness().connect("writer");
      const topic = await createTopic(harness(), broker);
      const writer = await broker.writer(harness().unique("id"));
      for (const round of [1, 2]) {
        const aborted = await writer.begin();
        await aborted.append(topic, 0, [record(`aborted ${round}`)]);
        await aborted.abort();
        const committed = await writer.begin();
        await committed.append(topic, 0, [record(`committed ${round}`)]);
        await committed.commit();
      }
      await visible(topic, ["committed 1", "committed 2"]);
    });

    it("settles every topic and partition of a transaction alike", async () => {
      const broker = await harness().connect("writer");
      const topics = [await createTopic(harness(), broker, 2), await createTopic(harness(), broker)];
      const writer = await broker.writer(harness().unique("id"));
      const places = [
        [topics[0]!, 0],
        [topics[0]!, 1],
        [topics[1]!, 0],
      ] as const;
      const aborted = await writer.begin();
      for (const [topic, partition] of places) await aborted.append(topic, partition, [record("no")]);
      await aborted.abort();
      const committed = await writer.begin();
      for (const [topic, partition] of places) await committed.append(topic, partition, [record("yes")]);
      await committed.commit();
      for (const [topic, partition] of places) await visible(topic, ["yes"], partition);
    });

    it("holds back records committed behind an open transaction of another writer", async () => {
      const broker = await harness().connect("writer");
      const topic = await createTopic(harness(), broker);
      const slow = await (await broker.writer(harness().unique("slow"))).begin();
      await slow.append(topic, 0, [record("slow")]);
      await publish(harness(), broker, { topic, partition: 0 }, [record("fast")]);
      expect(await readAll(broker, { topic, partition: 0 })).toEqual([]);
      expect(await broker.admin.bounds({ topic, partition: 0 })).toEqual({ start: 0, end: 0 });
      await slow.commit();
      await visible(topic, ["slow", "fast"]);
    });

    it("fences older writers of a transactional id and aborts what they left open before the new one is there", async () => {
      const [zombie, owner] = [await harness().connect("zombie"), await harness().connect("owner")];
      const topic = await createTopic(harness(), owner);
      const id = harness().unique("id");
      const left = await (await zombie.writer(id)).begin();
      await left.append(topic, 0, [record("left open")]);
      const writer = await owner.writer(id);
      expect((await owner.admin.bounds({ topic, partition: 0 })).end).toBeGreaterThan(0);
      await expect(left.append(topic, 0, [record("late")])).rejects.toBeInstanceOf(FencedError);
      await expect(left.commit()).rejects.toBeInstanceOf(FencedError);
      const transaction = await writer.begin();
      await transaction.append(topic, 0, [record("owner's")]);
      await transaction.commit();
      await visible(topic, ["owner's"]);
    });

    it("fences a writer whose client has opened another", async () => {
      const broker = await harness().connect("twice");
      const topic = await createTopic(harness(), broker);
      const id = harness().unique("id");
      const older = await broker.writer(id);
      await broker.writer(id);
      const late = async () => {
        const transaction = await older.begin();
        await transaction.append(topic, 0, [record("late")]);
        await transaction.commit();
      };
      await expect(late()).rejects.toBeInstanceOf(FencedError);
      expect(await readAll(broker, { topic, partition: 0 })).toEqual([]);
    });

    it("has one open transaction a writer", async () => {
      const broker = await harness().connect("writer");
      const writer = await broker.writer(harness().unique("id"));
      const first = await writer.begin();
      await expect(writer.begin()).rejects.toBeInstanceOf(BrokerError);
      await first.abort();
      await expect(first.commit()).rejects.toBeInstanceOf(BrokerError);
      await (await writer.begin()).commit();
    });

    it("names a partition that does not exist", async () => {
      const broker = await harness().connect("writer");
      const topic = await createTopic(harness(), broker, 2);
      const writer = await broker.writer(harness().unique("id"));
      const transaction = await writer.begin();
      const missing = transaction.append(topic, 2, [record("lost")]);
      await expect(missing).rejects.toBeInstanceOf(UnknownPartitionError);
      await expect(missing).rejects.toThrow(topic);
      await transaction.abort();
    });

    it("refuses a batch that is too large, and takes the same records in several", async () => {
      const broker = await harness().connect("writer");
      const topic = await createTopic(harness(), broker);
      const half = { value: new Uint8Array(600_000).fill(7) };
      const writer = await broker.writer(harness().unique("id"));
      const refused = await writer.begin();
      await expect(refused.append(topic, 0, [half, half])).rejects.toBeInstanceOf(MessageTooLargeError);
      await refused.abort();
      await inTransaction(broker, harness().unique("id"), async (transaction) => {
        await transaction.append(topic, 0, [half]);
        await transaction.append(topic, 0, [half]);
      });
      await harness().until(async () => (await readAll(broker, { topic, partition: 0 })).length === 2, "both halves");
    });
  });

  async function visible(topic: string, expected: readonly string[], partition = 0): Promise<void> {
    const reader = await harness().connect("reader");
    let seen: string[] = [];
    const complete = async () => {
      seen = values(await readAll(reader, { topic, partition }));
      return seen.length >= expected.length;
    };
    await harness().until(complete, `${expected.length} records of ${topic}/${partition}`);
    expect(seen).toEqual(expected);
  }
}
