import { describe, expect, it } from "vitest";
import { FencedError } from "../../../../src/broker/errors.js";
import { follow } from "../support/follower.js";
import { script } from "../support/script.js";
import { record, simulated } from "../support/simulated.js";

const SESSION_MS = 300;

describe("kill", () => {
  it("silences everything: calls, events, timers; what reached the broker stays", async () => {
    const { clock, cluster, connect } = simulated();
    const broker = connect("c");
    const reader = follow(broker);
    const writer = await clock.run(broker.writer("id"));
    const transaction = await clock.run(writer.begin());
    await clock.run(transaction.append("points", 0, [record("a")]));
    const heard = reader.events.length;
    const pending = [transaction.commit(), broker.clusterId(), broker.admin.createTopics([])];
    broker.kill();
    cluster.produce("points", 0, [record("b")]);
    const settled: unknown[] = [];
    for (const call of [...pending, broker.clusterId(), broker.writer("other")]) {
      call.then(settled.push, settled.push);
    }
    await clock.advance(10 * SESSION_MS);
    expect(settled).toEqual([]);
    expect(reader.events).toHaveLength(heard);
    expect(cluster.inspect("points", 0).records.map(({ fate }) => fate)).toEqual(["committed", "committed"]);
  });

  it("lets a request under way arrive, which fencing then refuses", async () => {
    const { clock, cluster, connect } = simulated();
    const broker = connect("c", { latencyMs: 50 });
    const writer = await clock.run(broker.writer("id"));
    const transaction = await clock.run(writer.begin());
    await clock.run(transaction.append("points", 0, [record("arrives")]));
    void transaction.append("points", 0, [record("arrives late")]);
    broker.kill();
    await clock.advance(49);
    expect(cluster.inspect("points", 0).records).toHaveLength(1);
    await clock.advance(1);
    expect(cluster.inspect("points", 0).records).toHaveLength(2);

    const second = connect("d", { latencyMs: 50 });
    const zombie = await clock.run(second.writer("id"));
    const late = await clock.run(zombie.begin());
    void late.append("points", 0, [record("fenced")]);
    second.kill();
    await clock.run(connect("owner").writer("id"), 40);
    await clock.advance(100);
    expect(cluster.inspect("points", 0).records.map(({ fate }) => fate)).toEqual(["aborted", "aborted"]);
  });

  it("ends the process's steps: a script is not asked about replies that nobody hears", async () => {
    const { clock, connect } = simulated();
    const calls = script("clusterId", "before");
    const broker = connect("c", { ...calls, latencyMs: 50 });
    void broker.clusterId();
    broker.kill();
    await clock.advance(1_000);
    expect(calls.seen.map(({ phase }) => phase)).toEqual(["before"]);
  });

  it("takes the timers of the process along, not those of the broker", async () => {
    const { clock, connect } = simulated();
    const broker = connect("c");
    follow(broker);
    await clock.settle();
    expect(clock.scheduler.actions.length).toBeGreaterThan(1);
    broker.kill();
    expect(clock.scheduler.actions).toHaveLength(1); // the session timeout
    await clock.advance(SESSION_MS);
    expect(clock.scheduler.actions).toHaveLength(0);
  });

  it("hands the partitions to a standby after the session timeout", async () => {
    const { clock, connect } = simulated();
    const active = connect("active");
    const first = follow(active);
    await clock.settle();
    const second = follow(connect("standby"));
    await clock.advance(SESSION_MS);
    expect([first.partitions, second.partitions]).toEqual([["points/0"], []]);
    active.kill();
    await clock.advance(SESSION_MS / 2);
    expect(second.partitions).toEqual([]);
    await clock.advance(SESSION_MS);
    expect([first.partitions, second.partitions]).toEqual([["points/0"], ["points/0"]]);
  });
});

describe("pause and resume", () => {
  it("buffer replies and events and keep their order", async () => {
    const { clock, cluster, connect } = simulated();
    const broker = connect("c");
    const reader = follow(broker, { sessionTimeoutMs: 10_000 });
    await clock.settle();
    const order: string[] = [];
    const call = broker.clusterId().then(() => order.push("reply"));
    broker.pause();
    cluster.produce("points", 0, [record("a")]);
    const later = broker.admin.partitionCounts(["points"]).then(() => order.push("later call"));
    await clock.advance(1_000);
    expect([order, reader.values]).toEqual([[], []]);
    broker.resume();
    await clock.run(Promise.all([call, later]));
    expect(order).toEqual(["reply", "later call"]);
    expect(reader.values).toEqual(["a"]);
    expect(reader.has("lost")).toBe(false);
  });

  it("hold back what is asked for meanwhile: it reaches the broker on resuming", async () => {
    const { clock, cluster, connect } = simulated();
    const broker = connect("c");
    const writer = await clock.run(broker.writer("id"));
    const transaction = await clock.run(writer.begin());
    broker.pause();
    const append = transaction.append("points", 0, [record("late")]);
    await clock.advance(1_000);
    expect(cluster.inspect("points", 0).end).toBe(0);
    broker.resume();
    await clock.run(append);
    expect(cluster.inspect("points", 0).end).toBe(1);
  });

  it("make a zombie: it wakes up with an old batch, is fenced, and learns that its session is gone", async () => {
    const { clock, cluster, connect } = simulated();
    const stalled = connect("stalled");
    const first = follow(stalled);
    const writer = await clock.run(stalled.writer("task"));
    const transaction = await clock.run(writer.begin());
    await clock.run(transaction.append("points", 0, [record("unfinished")]));
    const standby = connect("standby");
    const second = follow(standby);
    await clock.advance(SESSION_MS);
    stalled.pause();
    await clock.advance(3 * SESSION_MS);
    expect(second.partitions).toEqual(["points/0"]);
    expect(first.partitions).toEqual(["points/0"]); // it does not know
    await clock.run(standby.writer("task"));
    cluster.produce("points", 0, [record("new")]);
    await clock.settle();
    stalled.resume();
    await clock.settle();
    expect(first.values).toEqual(["new"]); // its long poll was answered while it slept
    expect(first.batches[0]!.epoch).toBe(first.assigned.at(-1)!.epoch);
    await expect(clock.run(transaction.commit())).rejects.toBeInstanceOf(FencedError);
    await clock.advance(SESSION_MS);
    expect(first.events.map(({ type }) => type)).toEqual([
      ...["assigned", "lost", "assigned"], // itself, then with the standby
      ...["batch", "lost", "assigned"], // the zombie
    ]);
    expect([first.partitions, second.partitions]).toEqual([[], ["points/0"]]); // it does not take them back
  });

  it("survive a pause shorter than the session timeout without a word", async () => {
    const { clock, connect } = simulated();
    const broker = connect("c");
    const reader = follow(broker);
    for (let i = 0; i < 5; i++) {
      await clock.advance(SESSION_MS);
      broker.pause();
      await clock.advance(SESSION_MS / 2);
      broker.resume();
    }
    expect(reader.events.map(({ type }) => type)).toEqual(["assigned"]);
  });

  it("may alternate while what was held is being delivered", async () => {
    const { clock, connect } = simulated();
    const broker = connect("c");
    const order: number[] = [];
    const source = broker.source({ group: "g", topics: ["points"], assignment: "spread" });
    const pausing = source.events$.subscribe(() => {
      order.push(0);
      broker.pause();
    });
    const calls = [1, 2].map((n) => broker.clusterId().then(() => order.push(n)));
    broker.pause();
    await clock.settle();
    broker.resume();
    await clock.settle();
    expect(order).toEqual([0]); // the assignment paused the process again: replies 1 and 2 wait
    broker.resume();
    await clock.run(Promise.all(calls));
    expect(order).toEqual([0, 1, 2]);
    pausing.unsubscribe();
  });

  it("forget timers that were cancelled after they had fired in vain", async () => {
    const { clock, connect } = simulated();
    const heartbeats = script("heartbeat", "before");
    const broker = connect("c", heartbeats);
    const reader = follow(broker);
    await clock.settle();
    broker.pause();
    await clock.advance(SESSION_MS / 2); // a heartbeat is due, but nobody is awake
    reader.leave();
    broker.resume();
    await clock.advance(SESSION_MS);
    expect(heartbeats.seen).toEqual([]);
  });

  it("mean nothing to a process that is dead", async () => {
    const { clock, connect } = simulated();
    const broker = connect("c");
    broker.pause();
    const settled: unknown[] = [];
    broker.clusterId().then(settled.push, settled.push);
    broker.kill();
    broker.resume();
    await clock.advance(1_000);
    expect(settled).toEqual([]);
  });
});

describe("close", () => {
  it("leaves groups, completes sources, aborts transactions and refuses later calls", async () => {
    const { clock, cluster, connect } = simulated();
    const broker = connect("c");
    const first = follow(broker);
    const writer = await clock.run(broker.writer("id"));
    const transaction = await clock.run(writer.begin());
    await clock.run(transaction.append("points", 0, [record("a")]));
    const second = follow(connect("standby"));
    await clock.advance(SESSION_MS);
    await clock.run(broker.close());
    expect(first.completed).toBe(true);
    expect(cluster.inspect("points", 0).records[0]!.fate).toBe("aborted");
    await expect(clock.run(broker.clusterId())).rejects.toThrow(/closed/);
    await clock.advance(SESSION_MS / 2);
    expect(second.partitions).toEqual(["points/0"]); // well before the session timeout
    await clock.run(broker.close());
    second.leave();
    await clock.settle();
    expect(clock.scheduler.actions).toEqual([]); // nothing keeps a process alive
  });

  it("waits for a process that is stalled", async () => {
    const { clock, connect } = simulated();
    const broker = connect("c");
    const reader = follow(broker, { sessionTimeoutMs: 10_000 });
    await clock.settle();
    broker.pause();
    const closing = broker.close();
    await clock.advance(1_000);
    expect(reader.completed).toBe(false);
    broker.resume();
    await clock.run(closing);
    expect(reader.completed).toBe(true);
  });

  it("fails a call that was about to be repeated, so that nobody waits for ever", async () => {
    const { clock, connect } = simulated();
    const broker = connect("c", { faults: () => ({ loseReply: true }), retryMs: 50 });
    const call = broker.clusterId();
    await clock.run(broker.close(), 0);
    await expect(clock.run(call)).rejects.toThrow(/closed: connect anew/);
  });
});
