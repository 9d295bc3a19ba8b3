import { describe, expect, it } from "vitest";
import { BrokerError, FencedError } from "../../../src/broker/errors.js";
import type { ClusterEvent } from "../../../src/broker/memory/cluster-events.js";
import { record, simulated } from "./support/simulated.js";

describe("the transaction timeout", () => {
  it("aborts what is open for too long, counted from the first append, and fences its writer", async () => {
    const { clock, cluster, connect, committed } = simulated();
    const writer = await clock.run(connect("slow", { transactionTimeoutMs: 1_000 }).writer("id"));
    const transaction = await clock.run(writer.begin());
    await clock.advance(5_000); // nothing was appended: nothing is held back
    await clock.run(transaction.append("points", 0, [record("lost")]));
    cluster.produce("points", 0, [record("behind")]);
    await clock.advance(999);
    expect(committed("points", 0)).toEqual([]);
    await clock.advance(1);
    expect(committed("points", 0)).toEqual(["behind"]);
    await expect(clock.run(transaction.commit())).rejects.toThrow(
      /fenced: its transaction was open for longer than 1000 ms/,
    );
    await expect(clock.run(transaction.commit())).rejects.toBeInstanceOf(BrokerError);
    const again = await clock.run(connect("other").writer("id"));
    await clock.run((await clock.run(again.begin())).commit());
  });

  it("does not touch a transaction that ended in time, nor the next one of the same writer", async () => {
    const { clock, connect, committed } = simulated();
    const writer = await clock.run(connect("quick", { transactionTimeoutMs: 1_000 }).writer("id"));
    for (const value of ["a", "b", "c"]) {
      const transaction = await clock.run(writer.begin());
      await clock.run(transaction.append("points", 0, [record(value)]));
      await clock.advance(700);
      await clock.run(transaction.append("points", 0, [record(value)]));
      await clock.run(transaction.commit());
      expect(clock.scheduler.actions).toEqual([]);
    }
    expect(committed("points", 0)).toEqual(["a", "a", "b", "b", "c", "c"]);
  });
});

describe("delayed control records", () => {
  const delayed = () => simulated({ partitions: 2, markerDelayMs: () => 100 });

  it("commit is answered when it is decided, readers see it when the control records are written", async () => {
    const { clock, connect, committed } = delayed();
    const writer = await clock.run(connect("w").writer("id"));
    const transaction = await clock.run(writer.begin());
    for (const partition of [0, 1]) await clock.run(transaction.append("points", partition, [record("a")]));
    await clock.run(transaction.commit());
    expect([committed("points", 0), committed("points", 1)]).toEqual([[], []]);
    await clock.advance(100);
    expect([committed("points", 0), committed("points", 1)]).toEqual([["a"], ["a"]]);
  });

  it("a new writer, and the writer's next append, come after the last transaction is complete", async () => {
    const { clock, connect, committed } = delayed();
    const first = await clock.run(connect("w").writer("id"));
    const one = await clock.run(first.begin());
    await clock.run(one.append("points", 0, [record("one")]));
    await clock.run(one.commit());
    const two = await clock.run(first.begin());
    await clock.run(two.append("points", 0, [record("two")]));
    expect(committed("points", 0)).toEqual(["one"]);
    await clock.run(two.commit());
    expect(committed("points", 0)).toEqual(["one"]);
    await clock.run(connect("successor").writer("id"));
    expect(committed("points", 0)).toEqual(["one", "two"]);
    await clock.advance(1_000);
    expect(committed("points", 0)).toEqual(["one", "two"]);
  });
});

describe("fencing", () => {
  it("tells who took over, at every kind of call", async () => {
    const { clock, connect } = simulated();
    const zombie = await clock.run(connect("zombie").writer("id"));
    const open = await clock.run(zombie.begin());
    await clock.run(open.append("points", 0, [record("a")]));
    const empty = await clock.run(connect("zombie 2").writer("id"));
    const emptyTransaction = await clock.run(empty.begin());
    await clock.run(connect("owner").writer("id"));
    const calls = [open.append("points", 0, [record("b")]), open.abort(), emptyTransaction.commit()];
    const outcomes = await clock.run(Promise.allSettled(calls));
    for (const outcome of outcomes) {
      const reason: unknown = outcome.status === "rejected" && outcome.reason;
      expect(reason).toBeInstanceOf(FencedError);
      expect(reason).toHaveProperty("message", expect.stringContaining('client "owner" took over'));
    }
    await expect(empty.begin()).rejects.toThrow(/drop the writer/);
  });

  it("is reported by begin too", async () => {
    const { clock, connect } = simulated();
    const zombie = await clock.run(connect("zombie").writer("id"));
    await clock.run(connect("owner").writer("id"));
    await expect(clock.run(zombie.begin())).rejects.toBeInstanceOf(FencedError);
  });

  it("does not reach other transactional ids", async () => {
    const { clock, connect, committed } = simulated();
    const mine = await clock.run(connect("a").writer("mine"));
    const transaction = await clock.run(mine.begin());
    await clock.run(transaction.append("points", 0, [record("a")]));
    await clock.run(connect("b").writer("yours"));
    await clock.run(transaction.commit());
    expect(committed("points", 0)).toEqual(["a"]);
  });
});

describe("a writer", () => {
  it("refuses a second transaction beside the first, also while the first begins", async () => {
    const { clock, connect } = simulated();
    const writer = await clock.run(connect("w").writer("id"));
    const first = writer.begin();
    await expect(writer.begin()).rejects.toThrow(/open/);
    await clock.run((await clock.run(first)).commit());
    await clock.run(writer.begin());
  });

  it("aborts on close, and begins nothing afterwards", async () => {
    const { clock, cluster, connect } = simulated();
    const writer = await clock.run(connect("w").writer("id"));
    const transaction = await clock.run(writer.begin());
    await clock.run(transaction.append("points", 0, [record("a")]));
    await clock.run(writer.close());
    expect(cluster.inspect("points", 0).records.map(({ fate }) => fate)).toEqual(["aborted"]);
    await expect(writer.begin()).rejects.toThrow(/closed/);
  });

  it("sends nothing for no records, and writes no marker where nothing was appended", async () => {
    const { clock, cluster, connect } = simulated();
    const writer = await clock.run(connect("w").writer("id"));
    const transaction = await clock.run(writer.begin());
    await clock.run(transaction.append("points", 0, []));
    await clock.run(transaction.commit());
    expect(cluster.inspect("points", 0).end).toBe(0);
  });
});

describe("inspection", () => {
  it("shows the true log: aborted and open records with their writer, and the control records", async () => {
    const events: ClusterEvent[] = [];
    const { clock, cluster, connect } = simulated({ observe: (event) => events.push(event) });
    const writer = await clock.run(connect("w").writer("id"));
    for (const fate of ["commit", "abort"] as const) {
      const transaction = await clock.run(writer.begin());
      await clock.run(transaction.append("points", 0, [record(fate)]));
      await clock.run(transaction[fate]());
    }
    const open = await clock.run(writer.begin());
    await clock.run(open.append("points", 0, [record("open")]));
    cluster.produce("points", 0, [record("plain")]);
    const { records, controlRecords, ...bounds } = cluster.inspect("points", 0);
    expect(bounds).toEqual({ start: 0, stableEnd: 4, end: 6 });
    expect(records.map(({ offset, fate, transactionalId }) => [offset, fate, transactionalId])).toEqual([
      [0, "committed", "id"],
      [2, "aborted", "id"],
      [4, "open", "id"],
      [5, "committed", undefined],
    ]);
    expect(controlRecords).toEqual([
      { offset: 1, marker: "commit", transactionalId: "id", epoch: 0 },
      { offset: 3, marker: "abort", transactionalId: "id", epoch: 0 },
    ]);
    await clock.run(connect("successor").writer("id"));
    const partitions = [{ topic: "points", partition: 0 }];
    const transaction = { type: "transaction", transactionalId: "id", epoch: 0, partitions };
    const append = { type: "append", topic: "points", partition: 0, records: 1 };
    expect(events).toEqual([
      { type: "epoch", transactionalId: "id", epoch: 0, clientId: "w" },
      { ...append, baseOffset: 0, transactionalId: "id" },
      { ...transaction, fate: "committed", by: "writer" },
      { ...append, baseOffset: 2, transactionalId: "id" },
      { ...transaction, fate: "aborted", by: "writer" },
      { ...append, baseOffset: 4, transactionalId: "id" },
      { ...append, baseOffset: 5 },
      { ...transaction, fate: "aborted", by: "successor" },
      { type: "epoch", transactionalId: "id", epoch: 1, clientId: "successor" },
    ]);
  });
});
