import { describe, expect, it } from "vitest";
import { BrokerError, MessageTooLargeError, UnknownPartitionError } from "../../../../src/broker/errors.js";
import type { Habits } from "../../../../src/broker/memory/client/habits.js";
import { follow } from "../support/follower.js";
import { script } from "../support/script.js";
import { record, simulated } from "../support/simulated.js";

describe("restartAtCommitted", () => {
  it("delivers the same records again after each join, from the committed position", async () => {
    const { clock, cluster, connect } = simulated();
    cluster.produce("points", 0, ["a", "b", "c"].map(record));
    const reader = follow(connect("c"));
    await clock.settle();
    expect(reader.values).toEqual(["a", "b", "c"]);
    cluster.rebalance("g");
    await clock.advance(300);
    expect(reader.values).toEqual(["a", "b", "c", "a", "b", "c"]);
    await clock.run(reader.source.commitPositions([{ topic: "points", partition: 0, offset: 2 }]));
    reader.source.rejoin();
    await clock.settle();
    expect(reader.values.slice(6)).toEqual(["c"]);
    expect(reader.batches.map(({ fetchOffset, epoch }) => [fetchOffset, epoch])).toEqual([
      [0, 1],
      [0, 2],
      [2, 3],
    ]);
  });

  it("off: a partition kept goes on where it was acknowledged", async () => {
    const { clock, cluster, connect } = simulated();
    cluster.produce("points", 0, [record("a")]);
    const reader = follow(connect("c", { habits: { restartAtCommitted: false } }));
    await clock.settle();
    cluster.rebalance("g");
    await clock.advance(300);
    cluster.produce("points", 0, [record("b")]);
    await clock.settle();
    expect(reader.assigned).toHaveLength(2);
    expect(reader.values).toEqual(["a", "b"]);
  });
});

describe("staleBatches", () => {
  it.each([true, false])("%s: a batch under way when its partition is sought", async (staleBatches) => {
    const { clock, cluster, connect } = simulated();
    cluster.produce("points", 0, ["a", "b"].map(record));
    const slow = script("fetch", "after", { delayMs: 100 });
    const reader = follow(connect("c", { ...slow, habits: { staleBatches } }), { sessionTimeoutMs: 10_000 });
    await clock.advance(50);
    reader.source.seek({ topic: "points", partition: 0 }, 1);
    await clock.advance(100);
    expect(reader.batches.map(({ fetchOffset }) => fetchOffset)).toEqual(staleBatches ? [1, 0] : [1]);
    cluster.produce("points", 0, [record("c")]);
    await clock.settle();
    // The stale batch's acknowledgement moved nothing.
    expect(reader.values).toEqual(staleBatches ? ["b", "a", "b", "c"] : ["b", "c"]);
    expect(reader.batches.at(-1)!.fetchOffset).toBe(2);
  });

  it.each([true, false])("%s: a batch under way when the group is rebalanced", async (staleBatches) => {
    const { clock, cluster, connect } = simulated();
    cluster.produce("points", 0, [record("a")]);
    const slow = script("fetch", "after", { delayMs: 100 });
    const reader = follow(connect("c", { ...slow, habits: { staleBatches } }), { sessionTimeoutMs: 10_000 });
    await clock.advance(50);
    reader.source.rejoin();
    await clock.advance(200);
    expect(reader.batches.map(({ epoch }) => epoch)).toEqual(staleBatches ? [2, 1] : [2]);
  });

  it("are batches: what else was answered to a fetch that is stale is of no interest", async () => {
    const error = new BrokerError("scripted");
    for (const fault of [{ delayMs: 100, error }, { delayMs: 100 }]) {
      const { clock, connect } = simulated();
      const slow = script("fetch", "after", fault); // the fetch that waits is not answered
      const reader = follow(connect("c", slow), { sessionTimeoutMs: 10_000 });
      await clock.settle();
      reader.source.seek({ topic: "points", partition: 0 }, 77); // out of range, or the scripted error
      await clock.advance(50);
      reader.source.seek({ topic: "points", partition: 0 }, 0);
      await clock.advance(100);
      expect(reader.events.map(({ type }) => type)).toEqual(["assigned"]);
      expect(reader.error).toBeUndefined();
    }
  });

  it("none come before the first fetch, when the assignment itself is answered with a seek", async () => {
    const { clock, cluster, connect } = simulated();
    cluster.produce("points", 0, ["a", "b"].map(record));
    const source = connect("c").source({ group: "g", topics: ["points"], assignment: "all-to-one" });
    const offsets: number[] = [];
    source.events$.subscribe((event) => {
      if (event.type === "assigned") source.seek({ topic: "points", partition: 0 }, 1);
      else if (event.type === "batch") offsets.push(event.fetchOffset);
    });
    await clock.settle();
    expect(offsets).toEqual([1]);
  });
});

describe("unknownPartition", () => {
  /** A writer whose client has looked at the topic before it grew. */
  async function outdated(habits: Partial<Habits>) {
    const run = simulated();
    const { clock, cluster, connect } = run;
    const writer = await clock.run(connect("c", { habits }).writer("id"));
    const write = async (partition: number) => {
      const transaction = await clock.run(writer.begin());
      try {
        await clock.run(transaction.append("points", partition, [record("x")]));
        await clock.run(transaction.commit());
      } catch (error) {
        await clock.run(transaction.abort());
        throw error;
      }
    };
    await write(0);
    cluster.growTopic("points", 2);
    return { ...run, write };
  }

  it("throw: fails at first, knows the partition at the next attempt", async () => {
    const { write, committed } = await outdated({ unknownPartition: "throw" });
    await expect(write(1)).rejects.toBeInstanceOf(UnknownPartitionError);
    await write(1);
    expect(committed("points", 1)).toEqual(["x"]);
  });

  it("throw: sees the partition once its metadata are too old", async () => {
    const { clock, write, committed } = await outdated({ unknownPartition: "throw", metadataMaxAgeMs: 1_000 });
    await clock.advance(1_000);
    await write(1);
    expect(committed("points", 1)).toEqual(["x"]);
  });

  it("drop: loses the records without a word, until its metadata are too old", async () => {
    const { clock, write, committed } = await outdated({ unknownPartition: "drop", metadataMaxAgeMs: 1_000 });
    await write(1);
    expect(committed("points", 1)).toEqual([]);
    await clock.advance(1_000);
    await write(1);
    expect(committed("points", 1)).toEqual(["x"]);
  });

  it("refresh: looks again by itself, and throws only if there is no such partition", async () => {
    const { write, committed } = await outdated({ unknownPartition: "refresh" });
    await write(1);
    expect(committed("points", 1)).toEqual(["x"]);
    await expect(write(2)).rejects.toThrow(/no partition 2: known are 0 to 1/);
  });

  it.each(["throw", "drop", "refresh"] as const)("%s: a topic that does not exist is an error", async (habit) => {
    const { clock, connect } = simulated();
    const writer = await clock.run(connect("c", { habits: { unknownPartition: habit } }).writer("id"));
    const transaction = await clock.run(writer.begin());
    const append = clock.run(transaction.append("absent", 0, [record("x")]));
    await expect(append).rejects.toBeInstanceOf(UnknownPartitionError);
  });
});

describe("metadataMaxAgeMs", () => {
  it("is how late a source sees that its topic has grown", async () => {
    const { clock, cluster, connect } = simulated();
    const habits = { metadataMaxAgeMs: 1_000 };
    const active = follow(connect("active", { habits }));
    await clock.settle();
    const standby = follow(connect("standby", { habits }));
    await clock.advance(500);
    cluster.growTopic("points", 3);
    cluster.produce("points", 2, [record("first")]);
    await clock.advance(400);
    expect(active.partitions).toEqual(["points/0"]);
    await clock.advance(600);
    expect([active.partitions, standby.partitions]).toEqual([["points/0", "points/1", "points/2"], []]);
    expect(active.values).toEqual(["first"]);
  });

  it("is how late a source sees a topic that did not exist, which it says is missing", async () => {
    const { clock, cluster, connect } = simulated();
    const reader = follow(connect("c", { habits: { metadataMaxAgeMs: 1_000 } }), { topics: ["late"] });
    await clock.advance(500);
    expect(reader.partitions).toEqual([]);
    expect(reader.events.at(-1)).toMatchObject({ type: "trouble", error: { name: "UnknownPartitionError" } });
    cluster.createTopics([{ topic: "late", partitions: 1, cleanup: "delete" }]);
    await clock.advance(500);
    expect(reader.partitions).toEqual(["late/0"]);
  });
});

it("maxBatchBytes counts keys, values and headers, and lets exactly so many pass", async () => {
  const { clock, connect } = simulated();
  const writer = await clock.run(connect("c", { habits: { maxBatchBytes: 10 } }).writer("id"));
  const transaction = await clock.run(writer.begin());
  const three = { key: new Uint8Array(1), value: new Uint8Array(1), headers: { h: new Uint8Array(0) } };
  await clock.run(transaction.append("points", 0, [three, three, three, { value: new Uint8Array(1) }]));
  const tooMuch = clock.run(transaction.append("points", 0, [three, three, three, { value: new Uint8Array(2) }]));
  await expect(tooMuch).rejects.toBeInstanceOf(MessageTooLargeError);
  await expect(tooMuch).rejects.toThrow(/4 records of 11 bytes together for points\/0: a batch may have 10/);
});
