import { describe, expect, it } from "vitest";
import type { SourceOptions } from "../../../src/broker/broker.js";
import type { BrokerHarness } from "./harness.js";
import { createTopic, inTransaction, publish, Recorder, record } from "./support.js";

export function describeFetching(harness: () => BrokerHarness): void {
  describe("fetching", () => {
    it("delivers committed records in order, those that are there and those that come", async () => {
      const { broker, topic, follow } = await setUp();
      await publish(harness(), broker, { topic, partition: 0 }, [record("a"), record("b")]);
      const reader = follow();
      await harness().until(() => reader.values.length === 2, "what was there");
      await publish(harness(), broker, { topic, partition: 0 }, [record("c")]);
      await harness().until(() => reader.values.length === 3, "what came");
      expect(reader.values).toEqual(["a", "b", "c"]);
      reader.leave();
    });

    it("delivers nothing of an open or aborted transaction, and what follows once it has ended", async () => {
      const { broker, topic, follow } = await setUp();
      const open = await (await broker.writer(harness().unique("open"))).begin();
      await open.append(topic, 0, [record("aborted")]);
      await publish(harness(), broker, { topic, partition: 0 }, [record("held back")]);
      const reader = follow();
      await harness().until(() => reader.has("assigned"), "the assignment");
      expect(reader.values).toEqual([]);
      await open.abort();
      await harness().until(() => reader.values.length > 0, "the record held back");
      expect(reader.values).toEqual(["held back"]);
      reader.leave();
    });

    it("fetches a partition's next batch only after the last was acknowledged", async () => {
      const { broker, topic, follow } = await setUp({ partitions: 2 });
      await publish(harness(), broker, { topic, partition: 0 }, ["a", "b", "c"].map(record));
      const reader = follow({ batchRecords: 1 }, { acknowledge: false });
      await harness().until(() => reader.batches.length > 0, "the first batch");
      await publish(harness(), broker, { topic, partition: 1 }, [record("other partition")]);
      await harness().until(() => reader.batches.length > 1, "a batch of the other partition");
      expect(reader.values).toEqual(["a", "other partition"]);
      for (const batch of reader.batches) {
        batch.ack();
        batch.ack();
      }
      await harness().until(() => reader.batches.length > 2, "the second batch");
      expect(reader.values).toEqual(["a", "other partition", "b"]);
      reader.leave();
    });

    it("chains fetch offsets over control records and aborted ones", async () => {
      const { broker, topic, follow } = await setUp();
      const writer = await broker.writer(harness().unique("id"));
      for (const [value, fate] of [
        ["a", "commit"],
        ["no", "abort"],
        ["b", "commit"],
        ["c", "commit"],
      ] as const) {
        const transaction = await writer.begin();
        await transaction.append(topic, 0, [record(value)]);
        await transaction[fate]();
      }
      const reader = follow({ batchRecords: 1 });
      await harness().until(() => reader.values.length === 3, "three records");
      expect(reader.values).toEqual(["a", "b", "c"]);
      let expected = 0;
      for (const batch of reader.batches) {
        expect(batch.fetchOffset).toBe(expected);
        expect(batch.nextOffset).toBeGreaterThan(batch.records.at(-1)!.offset);
        expected = batch.nextOffset;
      }
      expect((await broker.admin.bounds({ topic, partition: 0 })).end).toBe(expected);
      reader.leave();
    });

    it("goes on where it was sought to, forwards and backwards", async () => {
      const { broker, topic, follow } = await setUp();
      await publish(harness(), broker, { topic, partition: 0 }, ["a", "b", "c"].map(record));
      const reader = follow();
      await harness().until(() => reader.values.length === 3, "three records");
      reader.source.seek({ topic, partition: 0 }, 1);
      await harness().until(() => reader.batches.some(({ fetchOffset }) => fetchOffset === 1), "the batch sought");
      expect(reader.values.slice(-2)).toEqual(["b", "c"]);
      reader.leave();
    });

    it("needs no acknowledgement of what was delivered before a seek", async () => {
      const { broker, topic, follow } = await setUp();
      await publish(harness(), broker, { topic, partition: 0 }, ["a", "b", "c"].map(record));
      const reader = follow({}, { acknowledge: false });
      await harness().until(() => reader.batches.length > 0, "the first batch");
      reader.source.seek({ topic, partition: 0 }, 2);
      await harness().until(() => reader.values.at(-1) === "c" && reader.batches.length > 1, "the batch sought");
      expect(reader.batches.at(-1)!.fetchOffset).toBe(2);
      reader.leave();
    });

    it("says when a position is out of range, and waits for a seek", async () => {
      const { broker, topic, group, follow } = await setUp();
      await publish(harness(), broker, { topic, partition: 0 }, ["a", "b", "c"].map(record));
      const first = follow();
      await harness().until(() => first.values.length === 3, "three records");
      await first.source.commitPositions([{ topic, partition: 0, offset: 0 }]);
      first.leave();
      await broker.admin.deleteRecords({ topic, partition: 0 }, 2);
      expect((await broker.admin.groupPositions(group, topic)).get(0)).toBe(0);
      const second = follow();
      await harness().until(() => second.has("out-of-range"), "the position to be out of range");
      expect(second.events).toContainEqual({ type: "out-of-range", partition: { topic, partition: 0 }, position: 0 });
      expect(second.batches).toEqual([]);
      second.source.seek({ topic, partition: 0 }, 2);
      await harness().until(() => second.values.length > 0, "the record sought");
      expect(second.values).toEqual(["c"]);
      second.leave();
    });

    it("reads several topics", async () => {
      const { broker, topic, group } = await setUp();
      const other = await createTopic(harness(), broker);
      await inTransaction(broker, harness().unique("id"), async (transaction) => {
        await transaction.append(topic, 0, [record("one")]);
        await transaction.append(other, 0, [record("two")]);
      });
      const reader = new Recorder(broker, { group, topics: [topic, other], assignment: "all-to-one" });
      await harness().until(() => reader.values.length === 2, "a record of each");
      expect(reader.values.sort()).toEqual(["one", "two"]);
      reader.leave();
    });
  });

  async function setUp({ partitions = 1 } = {}) {
    const broker = await harness().connect("client");
    const topic = await createTopic(harness(), broker, partitions);
    const group = harness().unique("group");
    const follow = (options: Partial<SourceOptions> = {}, how = { acknowledge: true }) =>
      new Recorder(broker, { group, topics: [topic], assignment: "all-to-one", ...options }, how);
    return { broker, topic, group, follow };
  }
}
