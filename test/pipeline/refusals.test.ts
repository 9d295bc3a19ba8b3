import { describe, expect, it } from "vitest";
import type { CallName, Faults } from "../../src/broker/memory/faults.js";
import { StateError } from "../../src/learning/state-error.js";
import { RetentionError, TopicError } from "../../src/pipeline/errors.js";
import { APP, brokerWith, due, Harness, INPUT, type Running, SESSION_MS } from "./support/harness.js";

/** A pipeline has learned 20 records and is gone. */
async function learned(harness: Harness): Promise<void> {
  harness.produce(20);
  const running = harness.run("a");
  await harness.pass(200);
  running.leave();
  await harness.pass(50);
}

describe("a pipeline refuses, and says what to do,", () => {
  it("when its topics are missing and it may not create them", async () => {
    const harness = new Harness();
    const running = harness.run("a", { topics: { create: false } });
    await harness.pass(100);
    expect(running.end?.error).toBeInstanceOf(TopicError);
    expect(running.end?.error?.message).toMatch(/missing topics: app\.labels, .*mixtide topics create/);
  });

  it("when its input does not exist", async () => {
    const harness = new Harness();
    harness.cluster.createTopics([{ topic: "other", partitions: 1, cleanup: "delete" }]);
    const running = harness.run("a", {}, { input: "other" });
    await harness.pass(100);
    const missing = harness.run("b", {}, { app: "second", input: "nowhere" });
    await harness.pass(100);
    expect(running.end).toBeUndefined();
    expect(missing.end).toBeUndefined(); // nothing is assigned yet; the source says what it misses
    expect(missing.of("trouble")[0]!.error.message).toMatch(/nowhere/);
  });

  it("when the state is gone but the group has positions", async () => {
    const harness = new Harness();
    await learned(harness);
    harness.cluster.deleteRecords(
      { topic: `${APP}.state`, partition: 0 },
      harness.cluster.inspect(`${APP}.state`, 0).end,
    );
    const running = harness.run("b");
    await harness.pass(500);
    expect(running.end?.error).toBeInstanceOf(StateError);
    expect(running.end?.error?.message).toMatch(/the state was lost.*mixtide state import.*mixtide state reset/s);
  });

  it("when the input topic was made anew and is shorter than what was learned", async () => {
    const harness = new Harness();
    await learned(harness);
    const broker = brokerWith(harness.connect("b"), { admin: { bounds: async () => ({ start: 0, end: 3 }) } });
    const running = harness.run("b", {}, { broker });
    await harness.pass(500);
    expect(running.end?.error).toBeInstanceOf(TopicError);
    expect(running.end?.error?.message).toMatch(/points\/0 ends at offset 3, but records up to 20 were learned/);
  });

  it("when the input topic has lost partitions", async () => {
    const harness = new Harness(2);
    await learned(harness);
    const partitionCounts = async (topics: readonly string[]) => new Map(topics.map((topic) => [topic, 1]));
    const broker = brokerWith(harness.connect("b"), { admin: { partitionCounts } });
    const running = harness.run("b", {}, { broker });
    await harness.pass(500);
    expect(running.end?.error).toBeInstanceOf(TopicError);
    expect(running.end?.error?.message).toMatch(/points has 1 partitions, but records of 2 were learned/);
  });

  it("when the state is of another cluster", async () => {
    const harness = new Harness();
    await learned(harness);
    const broker = brokerWith(harness.connect("b"), { clusterId: async () => "elsewhere" });
    const running = harness.run("b", {}, { broker });
    await harness.pass(500);
    expect(running.end?.error?.message).toMatch(/made with cluster "memory", now it is "elsewhere"/);
  });

  it("when retention was faster, unless it may skip", async () => {
    for (const retention of ["fail", "skip"] as const) {
      const harness = new Harness();
      await learned(harness);
      harness.produce(30);
      harness.cluster.deleteRecords({ topic: INPUT, partition: 0 }, 35);
      const running = harness.run("b", { retention });
      await harness.pass(500);
      if (retention === "fail") {
        expect(running.end?.error).toBeInstanceOf(RetentionError);
        expect(running.end?.error?.message).toMatch(
          /begins at offset 35.*below 20.*deleted 15 offsets.*retention: skip/s,
        );
      } else {
        expect(running.of("retention-overtook")).toMatchObject([{ partition: 0, from: 20, to: 35 }]);
        expect(harness.labelled()).toEqual([...due(20), ...due(50).slice(35)]);
        expect(harness.committed("journal").join()).toContain('{"type":"skipped","partition":0,"from":20,"to":35}');
        expect(JSON.parse(manifestOf(harness)).skipped).toBe(15);
      }
    }
  });

  it("when retention overtakes it while it runs, with the same choice", async () => {
    const harness = new Harness();
    harness.produce(20);
    const running = harness.run("a", { retention: "skip" });
    await harness.pass(200);
    running.connection.pause();
    harness.produce(30);
    harness.cluster.deleteRecords({ topic: INPUT, partition: 0 }, 45);
    await harness.pass(100);
    running.connection.resume();
    harness.cluster.rebalance(APP);
    await harness.pass(500);
    const labelled = harness.labelled();
    expect(new Set(labelled).size).toBe(labelled.length);
    expect(labelled.slice(-5)).toEqual(due(50).slice(45));
    expect(running.of("fenced-others")).toHaveLength(1);
  });
});

const manifestOf = (harness: Harness): string =>
  harness.committed("state").findLast((value) => value.startsWith('{"schema":1,"app"'))!;

describe("a pipeline that was stalled does not refuse on what only looks like a loss", () => {
  it("when a successor has begun the history", async () => {
    const harness = new Harness();
    const first = stalledWhile("readToEnd", 1, harness);
    await harness.pass(2 * SESSION_MS);
    const second = harness.run("b");
    harness.produce(20);
    await harness.pass(SESSION_MS);
    // The first one saw an empty topic and no positions of the group; by now there are both.
    expect(second.of("genesis")).toHaveLength(1);
    first.connection.resume();
    await harness.pass(SESSION_MS);
    expect(first.end).toBeUndefined();
    expect(harness.labelled()).toEqual(due(20));
    expect(second.of("fenced")).toEqual([]);
  });

  it("when compaction has emptied what it was about to read", async () => {
    const harness = new Harness();
    await learned(harness);
    const first = stalledWhile("readToEnd", 1, harness);
    await harness.pass(2 * SESSION_MS);
    const second = harness.run("b");
    harness.produce(20);
    await harness.pass(SESSION_MS);
    harness.cluster.compact();
    first.connection.resume();
    await harness.pass(SESSION_MS);
    expect(first.of("fenced")).toHaveLength(1);
    expect(first.end).toBeUndefined();
    expect(harness.labelled()).toEqual(due(40));
    expect(second.of("fenced")).toEqual([]);
  });
});

/** Runs a pipeline that stalls when the reply to its `nth` call of that name is due. */
function stalledWhile(name: CallName, nth: number, harness: Harness): Running {
  let calls = 0;
  const faults: Faults = (point) => {
    if (point.name === name && point.phase === "after" && ++calls === nth) running.connection.pause();
    return undefined;
  };
  const running = harness.run("stalled", {}, { connect: { faults } });
  return running;
}
