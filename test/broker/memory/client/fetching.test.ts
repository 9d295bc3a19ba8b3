import { describe, expect, it } from "vitest";
import { follow } from "../support/follower.js";
import { script } from "../support/script.js";
import { record, simulated } from "../support/simulated.js";

describe("positions", () => {
  it("that retention overtakes while a fetch waits are out of range, until a seek", async () => {
    const { clock, cluster, connect } = simulated();
    const reader = follow(connect("c"));
    await clock.settle();
    const writer = await clock.run(connect("w").writer("id"));
    const transaction = await clock.run(writer.begin());
    await clock.run(transaction.append("points", 0, [record("a"), record("b")]));
    cluster.deleteRecords({ topic: "points", partition: 0 }, 1);
    await clock.run(transaction.commit());
    expect(reader.events.at(-1)).toEqual({
      type: "out-of-range",
      partition: { topic: "points", partition: 0 },
      position: 0,
    });
    await clock.advance(1_000);
    expect(reader.values).toEqual([]);
    reader.source.seek({ topic: "points", partition: 0 }, 1);
    await clock.settle();
    expect(reader.values).toEqual(["b"]);
  });

  it("are not out of range when only aborted records were skipped and deleted while waiting", async () => {
    const { clock, cluster, connect } = simulated();
    const writer = await clock.run(connect("w").writer("id"));
    const write = async (value: string) => {
      const transaction = await clock.run(writer.begin());
      await clock.run(transaction.append("points", 0, [record(value), record(value)]));
      return transaction;
    };
    await clock.run((await write("aborted")).abort());
    const reader = follow(connect("c"));
    await clock.settle();
    cluster.deleteRecords({ topic: "points", partition: 0 }, 3);
    await clock.settle();
    expect(reader.has("out-of-range")).toBe(false);
    const lost = await write("lost");
    cluster.deleteRecords({ topic: "points", partition: 0 }, 5);
    await clock.run(lost.commit());
    await clock.settle();
    expect(reader.events.at(-1)).toMatchObject({ type: "out-of-range", position: 0 });
  });

  it("beyond the end are out of range, behind an open transaction they wait", async () => {
    const { clock, cluster, connect } = simulated();
    const reader = follow(connect("c"), { sessionTimeoutMs: 100_000 });
    await clock.settle();
    reader.source.seek({ topic: "points", partition: 0 }, 1);
    await clock.settle();
    expect(reader.events.at(-1)).toMatchObject({ type: "out-of-range", position: 1 });
    const writer = await clock.run(connect("w").writer("id"));
    const transaction = await clock.run(writer.begin());
    await clock.run(transaction.append("points", 0, [record("a"), record("b")]));
    reader.source.seek({ topic: "points", partition: 0 }, 1);
    await clock.settle();
    expect(reader.values).toEqual([]);
    await clock.run(transaction.commit());
    await clock.settle();
    expect(reader.values).toEqual(["b"]);
    cluster.produce("points", 0, [record("c")]);
    await clock.settle();
    expect(reader.batches.at(-1)).toMatchObject({ fetchOffset: 3, nextOffset: 4, endOffset: 4 });
  });

  it("of partitions that are not assigned are nobody's to seek", async () => {
    const { clock, connect } = simulated();
    const source = connect("c").source({ group: "g", topics: ["points"], assignment: "spread" });
    source.seek({ topic: "points", partition: 0 }, 5);
    source.rejoin();
    const offsets: unknown[] = [];
    source.events$.subscribe((event) => void (event.type === "out-of-range" && offsets.push(event)));
    source.seek({ topic: "points", partition: 7 }, 5);
    await clock.settle();
    expect(offsets).toEqual([]);
  });
});

describe("waiting", () => {
  it("asks the broker once, however long nothing comes, and leaves no trace when sought away", async () => {
    const { clock, cluster, connect } = simulated();
    const counting = script("fetch", "before");
    const reader = follow(connect("c", counting), { sessionTimeoutMs: 1_000_000 });
    await clock.advance(100_000);
    expect(counting.seen).toHaveLength(1);
    for (let i = 0; i < 10; i++) reader.source.seek({ topic: "points", partition: 0 }, 0);
    await clock.settle();
    cluster.produce("points", 0, [record("a")]);
    await clock.settle();
    expect(reader.values).toEqual(["a"]);
    expect(counting.seen.filter(({ phase }) => phase === "before")).toHaveLength(1 + 10 + 1);
  });

  it("is not begun for a fetch that was overtaken by a seek on its way", async () => {
    const { clock, cluster, connect } = simulated();
    const reader = follow(connect("c", { latencyMs: 50 }), { sessionTimeoutMs: 1_000_000 });
    await clock.advance(75);
    expect(reader.has("assigned")).toBe(true);
    reader.source.seek({ topic: "points", partition: 0 }, 0);
    await clock.advance(100);
    cluster.produce("points", 0, [record("a")]);
    await clock.advance(100);
    expect(reader.values).toEqual(["a"]);
  });
});
