import { describe, expect, it } from "vitest";
import { BrokerError } from "../../../../src/broker/errors.js";
import type { Faults } from "../../../../src/broker/memory/faults.js";
import { follow } from "../support/follower.js";
import { script } from "../support/script.js";
import { record, simulated } from "../support/simulated.js";

const retriable = () => new BrokerError("scripted", { retriable: true });

describe("a source", () => {
  it("is cold: nobody joins before there is a subscriber, everybody leaves with it", async () => {
    const generations: number[] = [];
    const { clock, connect } = simulated({
      observe: (event) => void (event.type === "generation" && generations.push(event.assignments.size)),
    });
    const broker = connect("c");
    const source = broker.source({ group: "g", topics: ["points"], assignment: "spread" });
    await clock.advance(1_000);
    expect(generations).toEqual([]);
    const epochs: number[] = [];
    const subscribe = () => source.events$.subscribe((event) => event.type === "assigned" && epochs.push(event.epoch));
    subscribe().unsubscribe();
    await clock.settle();
    const second = subscribe();
    await clock.settle();
    expect(epochs).toEqual([1]); // the first subscriber was gone before its join was answered
    second.unsubscribe();
    const other = follow(connect("other"), { assignment: "all-to-one" }); // possible only in an empty group
    await clock.settle();
    expect(other.partitions).toEqual(["points/0"]);
  });

  it("has one subscriber at a time", async () => {
    const { clock, connect } = simulated();
    const source = connect("c").source({ group: "g", topics: ["points"], assignment: "spread" });
    const first = source.events$.subscribe();
    const errors: unknown[] = [];
    source.events$.subscribe({ error: (error: unknown) => errors.push(error) });
    expect(errors).toEqual([expect.objectContaining({ message: expect.stringContaining("already has a subscriber") })]);
    await clock.settle();
    await clock.run(source.commitPositions([])); // the first one is still a member
    first.unsubscribe();
    await expect(source.commitPositions([])).rejects.toThrow(/subscribe/);
  });

  it("refuses options and offsets that make no sense at once", () => {
    const { connect } = simulated();
    const options = { group: "g", topics: ["points"], assignment: "spread" } as const;
    expect(() => connect("c").source({ ...options, batchRecords: 0 })).toThrow(/batchRecords is 0/);
    expect(() => connect("c").source({ ...options, sessionTimeoutMs: Number.NaN })).toThrow(RangeError);
    for (const offset of [-1, 0.5, Number.NaN]) {
      expect(() => connect("c").source(options).seek({ topic: "points", partition: 0 }, offset)).toThrow(RangeError);
    }
  });

  it("may be left while it emits, in any event", async () => {
    for (const type of ["assigned", "batch", "lost"] as const) {
      const { clock, cluster, connect } = simulated();
      cluster.produce("points", 0, [record("a")]);
      const source = connect("c").source({ group: "g", topics: ["points"], assignment: "all-to-one" });
      const seen: string[] = [];
      const subscription = source.events$.subscribe((event) => {
        seen.push(event.type);
        if (event.type === type) subscription.unsubscribe();
      });
      await clock.settle();
      cluster.rebalance("g");
      await clock.advance(20_000);
      expect(seen.at(-1)).toBe(type);
      const next = follow(connect("next"));
      await clock.advance(1);
      expect(next.values).toEqual(["a"]); // the one that left is not a member any more
    }
  });

  it("may be left while it tells of trouble: nothing is tried again", async () => {
    for (const name of ["join", "heartbeat", "fetch"] as const) {
      const { clock, connect } = simulated();
      const calls = script(name, "before", { error: retriable() });
      const source = connect("c", calls).source({ group: "g", topics: ["points"], assignment: "all-to-one" });
      const subscription = source.events$.subscribe(({ type }) => type === "trouble" && subscription.unsubscribe());
      await clock.advance(100_000);
      expect(subscription.closed).toBe(true);
      expect(calls.seen).toHaveLength(1);
      const next = follow(connect("next"));
      await clock.settle();
      expect(next.partitions).toEqual(["points/0"]);
    }
  });

  it("stays out when it was left while it was joining anew, or while it looked at its topics", async () => {
    for (const call of ["leave", "metadata"] as const) {
      const members: string[] = [];
      const { clock, cluster, connect } = simulated({
        observe: (event) => void (event.type === "generation" && members.push(...event.assignments.keys())),
      });
      const slow = script(call, "after", { delayMs: 50 });
      const reader = follow(connect("c", { ...slow, habits: { metadataMaxAgeMs: 100 } }));
      await clock.settle();
      cluster.growTopic("points", 2);
      if (call === "leave") reader.source.rejoin();
      else await clock.advance(110);
      reader.leave();
      await clock.advance(1_000);
      expect(members).toEqual(["c"]);
    }
  });

  it("keeps what it has in a group whose members read different topics", async () => {
    const { clock, cluster, connect } = simulated();
    cluster.createTopics(
      ["one", "two", "three"].map((topic) => ({ topic, partitions: 1, cleanup: "delete" as const })),
    );
    const join = async (clientId: string, ...topics: string[]) => {
      const member = follow(connect(clientId), { topics });
      await clock.advance(300);
      return member;
    };
    const first = await join("first", "one", "two");
    const early = await join("early", "one", "two");
    const late = await join("late", "two", "three");
    first.leave();
    await clock.advance(300);
    expect([early.partitions, late.partitions]).toEqual([["one/0"], ["three/0", "two/0"]]);
    cluster.rebalance("g");
    await clock.advance(300);
    expect([early.partitions, late.partitions]).toEqual([["one/0"], ["three/0", "two/0"]]);
  });

  it("beats once an interval, whatever is answered late", async () => {
    const { clock, connect } = simulated();
    const slow = script("heartbeat", "after", { delayMs: 150 });
    const reader = follow(connect("c", slow), { sessionTimeoutMs: 300 });
    await clock.advance(110);
    reader.source.rejoin();
    await clock.advance(10);
    slow.seen.length = 0;
    await clock.advance(1_000);
    expect(slow.seen.filter(({ phase }) => phase === "before")).toHaveLength(10);
    expect(reader.assigned).toHaveLength(2);
  });

  it("tells a member that shares a group with another assignment that it is beyond help", async () => {
    const { clock, connect } = simulated();
    follow(connect("a"), { assignment: "spread" });
    await clock.settle();
    const other = follow(connect("b"), { assignment: "all-to-one" });
    await clock.settle();
    expect(other.error).toBeInstanceOf(BrokerError);
  });
});

describe("trouble", () => {
  it("with a fetch is told and tried again where it was", async () => {
    const { clock, cluster, connect } = simulated();
    cluster.produce("points", 0, [record("a")]);
    const error = retriable();
    const reader = follow(connect("c", { ...script("fetch", "before", { error }, { error }), retryMs: 50 }));
    await clock.advance(99);
    expect(reader.events.slice(1)).toEqual([
      { type: "trouble", error },
      { type: "trouble", error },
    ]);
    await clock.advance(1);
    expect(reader.values).toEqual(["a"]);
  });

  it("with a fetch is forgotten when the partition is sought meanwhile", async () => {
    const { clock, cluster, connect } = simulated();
    const reader = follow(connect("c", { ...script("fetch", "before", { error: retriable() }), retryMs: 50 }));
    await clock.advance(25);
    reader.source.seek({ topic: "points", partition: 0 }, 0);
    await clock.advance(50);
    cluster.produce("points", 0, [record("a")]);
    await clock.settle();
    expect(reader.values).toEqual(["a"]);
  });

  it("with joining is told and tried again", async () => {
    for (const phase of ["before", "after"] as const) {
      const { clock, connect } = simulated();
      const error = retriable();
      const reader = follow(connect("c", { ...script("join", phase, { error }), retryMs: 50 }));
      await clock.advance(50);
      expect(reader.events.map(({ type }) => type)).toEqual(["trouble", "assigned"]);
      expect(reader.partitions).toEqual(["points/0"]);
    }
  });

  it("with heartbeats ends membership only when it outlasts the session timeout", async () => {
    const { clock, connect } = simulated();
    let broken = false;
    const faults: Faults = ({ name }) => (name === "heartbeat" && broken ? { loseReply: true } : undefined);
    const reader = follow(connect("c", { faults, retryMs: 50 }));
    await clock.advance(150);
    broken = true;
    await clock.advance(149); // one heartbeat is lost, the next one comes 200 ms after the last
    broken = false;
    await clock.advance(500);
    expect(new Set(reader.events.map(({ type }) => type))).toEqual(new Set(["assigned", "trouble"]));
    broken = true;
    await clock.advance(500);
    broken = false;
    await clock.advance(500);
    expect(reader.events.map(({ type }) => type).filter((type) => type !== "trouble")).toEqual([
      ...["assigned", "lost", "assigned"],
    ]);
    expect(reader.partitions).toEqual(["points/0"]);
  });

  it("with leaving does not keep a member from joining anew", async () => {
    const { clock, connect } = simulated();
    const reader = follow(connect("c", script("leave", "before", { error: retriable() })));
    await clock.settle();
    reader.source.rejoin();
    await clock.advance(1_000); // its former self is a ghost until its session times out
    expect(reader.partitions).toEqual(["points/0"]);
    expect(reader.assigned).toHaveLength(2);
  });

  it.each(["fetch", "join", "heartbeat"] as const)("that is not retriable, with %s, ends the source", async (name) => {
    const { clock, connect } = simulated();
    const error = new BrokerError("fatal");
    const reader = follow(connect("c", script(name, "before", { error })));
    const next = follow(connect("next"));
    await clock.advance(2_000);
    expect(reader.error).toBe(error);
    expect(next.partitions).toEqual(["points/0"]); // it has left the group
  });
});
