import { describe, expect, it } from "vitest";
import { BrokerError, FencedError } from "../../src/broker/errors.js";
import { learnerFactory } from "../../src/pipeline/learner-factory.js";
import { APP, due, Harness, INPUT, message, points, SESSION_MS } from "./support/harness.js";

describe("a pipeline", () => {
  it("learns and labels what is there and what comes, and commits it in units", async () => {
    const harness = new Harness();
    harness.produce(30);
    const running = harness.run("a");
    await harness.pass(200);
    harness.produce(12);
    await harness.pass(200);
    expect(harness.labelled()).toEqual(due(42));
    expect(points(running)).toBe(42);
    expect(running.of("genesis")[0]!.positions).toEqual(new Map([[0, 0]]));
    expect(running.of("model-ready")).toHaveLength(1);
    expect(running.of("committed").at(-1)!.positions).toEqual(new Map([[0, 42]]));
    expect(await harness.settle(harness.connect("x").admin.groupPositions(APP, INPUT))).toEqual(new Map([[0, 42]]));
  });

  it("keeps keys, and makes dead letters of bad records, told of once they are committed", async () => {
    const harness = new Harness();
    harness.cluster.produce(INPUT, 0, [message("1,2", "k"), message("nonsense", "bad"), message("1,1;2,2")]);
    const running = harness.run("a");
    await harness.pass(100);
    running.control("flush");
    await harness.pass(100);
    expect(harness.labelled()).toEqual(["0/0/-1", "0/2/0", "0/2/1"]);
    expect(
      harness.cluster.inspect("app.labels", 0).records.map(({ key }) => key && String.fromCharCode(...key)),
    ).toEqual(["k", null, null]);
    expect(harness.committed("dead-letters")).toEqual(["nonsense"]);
    expect(running.of("dead-letter")).toMatchObject([{ partition: 0, offset: 1 }]);
  });

  it("flushes by itself after a silence, so that a pausing topic gets its labels", async () => {
    const harness = new Harness();
    harness.produce(4); // fewer than a warm-up
    const running = harness.run("a", { flush: { after: 150 } });
    await harness.pass(140);
    expect(harness.labelled()).toEqual([]);
    await harness.pass(160);
    expect(harness.labelled()).toEqual(due(4));
    const flushes = () => harness.committed("journal").filter((entry) => entry.includes('"type":"flush"'));
    expect(flushes()).toHaveLength(1);
    await harness.pass(1000);
    expect(flushes()).toHaveLength(1); // nothing came since
    expect(running.of("flushed")).toHaveLength(1);
  });

  it("stops when asked: the open unit is committed, the group left", async () => {
    const harness = new Harness();
    harness.produce(15);
    const running = harness.run("a", { commit: { interval: 10_000 } });
    await harness.pass(100);
    expect(running.of("committed")).toEqual([]);
    running.control("stop");
    await harness.pass(50);
    expect(running.end).toEqual({});
    expect(harness.labelled()).toEqual(due(15));
    expect(running.events.at(-1)).toEqual({ type: "stopped" });
    harness.produce(5);
    await harness.pass(1000);
    expect(harness.labelled()).toEqual(due(15));
  });

  it("stops at once while it stands by, and while it opens", async () => {
    const harness = new Harness();
    harness.run("a");
    await harness.pass(100);
    const standby = harness.run("b");
    await harness.pass(400);
    expect(standby.of("assigned").at(-1)).toMatchObject({ partitions: [] });
    standby.control("stop");
    const opening = new Harness();
    const late = opening.run("a", {}, { connect: { latencyMs: 40 } });
    await opening.pass(60);
    late.control("stop");
    await harness.pass(10);
    await opening.pass(10);
    expect([standby.end, late.end]).toEqual([{}, {}]);
  });

  it("closes a unit early when it is full, and holds the input back while a commit is under way", async () => {
    const harness = new Harness();
    harness.produce(200);
    let fetches = 0;
    const running = harness.run(
      "a",
      { commit: { interval: 10_000, points: 20 } },
      {
        batchRecords: 10,
        connect: {
          faults: ({ name, phase }) => {
            if (name === "fetch" && phase === "before") fetches++;
            return name === "commit" && phase === "after" ? { delayMs: 500 } : undefined;
          },
        },
      },
    );
    await harness.pass(900);
    // Genesis took 500 ms. The first full unit is being committed, the next one is full as well: two batches each.
    expect(running.of("committed")).toHaveLength(0);
    expect(fetches).toBeLessThanOrEqual(5);
    await harness.pass(6000);
    const sizes = running.of("committed").map(({ records }) => records);
    expect(sizes).toEqual(Array(10).fill(20));
  });

  it("is taken over by a standby when it dies, and goes on bit-identically", async () => {
    const undisturbed = new Harness();
    const disturbed = new Harness();
    for (const harness of [undisturbed, disturbed]) harness.produce(33);
    undisturbed.run("a");
    const first = disturbed.run("a");
    await disturbed.pass(100);
    const second = disturbed.run("b");
    await disturbed.pass(SESSION_MS);
    first.connection.kill();
    await disturbed.pass(3 * SESSION_MS);
    await undisturbed.pass(4 * SESSION_MS + 100);
    for (const harness of [undisturbed, disturbed]) harness.produce(33);
    for (const harness of [undisturbed, disturbed]) await harness.pass(500);
    expect(second.of("restored")).toHaveLength(1);
    expect(disturbed.labelled()).toEqual(due(66));
    const withoutTime = (label: string) => label.replace(/"time":\d+,/, "");
    expect(disturbed.committed("labels").map(withoutTime)).toEqual(undisturbed.committed("labels").map(withoutTime));
  });

  it("keeps task and writer across a rejoin that leaves it its partitions", async () => {
    const harness = new Harness();
    harness.produce(20);
    const running = harness.run("a");
    await harness.pass(100);
    harness.cluster.rebalance(APP);
    await harness.pass(300);
    harness.produce(20);
    await harness.pass(300);
    expect(running.of("assigned").map(({ kept }) => kept)).toEqual([false, true]);
    expect(running.of("fenced-others")).toHaveLength(1);
    expect(harness.labelled()).toEqual(due(40));
  });

  it("reads a new input partition from its first record, and grows the labels first", async () => {
    const harness = new Harness();
    harness.produce(12);
    const running = harness.run("a");
    await harness.pass(100);
    harness.cluster.growTopic(INPUT, 3);
    harness.produce(7, 2);
    await harness.pass(1000);
    expect(running.of("partition-added").map(({ partition }) => partition)).toEqual([1, 2]);
    expect(harness.labelled(2)).toEqual(due(7, 2));
  });

  it("resolves latest once: a restart goes on where it was, not at the end", async () => {
    const harness = new Harness();
    harness.produce(50);
    const first = harness.run("a", { from: "latest" });
    await harness.pass(100);
    first.connection.kill();
    harness.produce(20);
    await harness.pass(2 * SESSION_MS);
    harness.run("b", { from: "latest" });
    await harness.pass(1000);
    expect(harness.labelled()).toEqual(due(70).slice(50));
  });

  it("begins at a time, when asked to", async () => {
    const harness = new Harness();
    harness.produce(5);
    await harness.pass(1000);
    harness.produce(15);
    harness.run("a", { from: 500 });
    await harness.pass(500);
    expect(harness.labelled()).toEqual(due(20).slice(5));
  });

  it("publishes a chain of snapshots and keeps the newest by model name", async () => {
    const harness = new Harness();
    const running = harness.run("a", { snapshots: { every: 10 } });
    for (let i = 0; i < 10; i++) {
      harness.produce(7);
      await harness.pass(60);
    }
    const snapshots = harness.committed("snapshots").map((snapshot) => JSON.parse(snapshot));
    expect(snapshots.length).toBeGreaterThan(4);
    snapshots.forEach(({ previous }, i) => expect(previous).toBe(i === 0 ? null : snapshots[i - 1].version));
    for (const [i, { points: n }] of snapshots.entries())
      if (i > 0) expect(n - snapshots[i - 1].points).toBeGreaterThanOrEqual(10);
    expect(JSON.parse(harness.committed("model").at(-1)!)).toEqual(snapshots.at(-1));
    const { version, model } = running.of("committed").at(-1)!;
    expect(version).toBeGreaterThan(5);
    expect(model!.weights.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(model!.logLikelihood.recent).toBeLessThan(0);
    expect(model!.step).toBeGreaterThan(0);
    expect(running.of("committed")[0]).not.toHaveProperty("model");
  });
});

describe("a pipeline in trouble", () => {
  it("survives failed calls of every kind", async () => {
    for (const name of [
      "writer",
      "begin",
      "append",
      "commit",
      "readToEnd",
      "bounds",
      "partitionCounts",
      "clusterId",
    ] as const) {
      for (const phase of ["before", "after"] as const) {
        const harness = new Harness();
        harness.produce(20);
        let left = 2;
        const running = harness.run(
          "a",
          {},
          {
            connect: {
              faults: (point) => {
                if (point.name !== name || point.phase !== phase || left-- <= 0) return undefined;
                return { error: new BrokerError("scripted", { retriable: left === 0 }) };
              },
            },
          },
        );
        await harness.pass(1000);
        expect([name, phase, harness.labelled()]).toEqual([name, phase, due(20)]);
        expect(running.of("dropped").length).toBeGreaterThan(0);
      }
    }
  });

  it("gives up when a failure that no retry mends comes again and again", async () => {
    const harness = new Harness();
    const error = new BrokerError("not authorized");
    const running = harness.run(
      "a",
      { restarts: { delay: 10, longest: 20, fatal: 4 } },
      { connect: { faults: ({ name, phase }) => (name === "writer" && phase === "before" ? { error } : undefined) } },
    );
    await harness.pass(2000);
    expect(running.end?.error).toBe(error);
    expect(running.of("dropped")).toHaveLength(3);
  });

  it("says so when two deployments share one app id", async () => {
    const harness = new Harness();
    harness.produce(30);
    const running = harness.run("ours");
    for (let i = 0; i < 4; i++) {
      await harness.pass(400);
      await harness.settle(harness.connect("theirs").writer("app-all"));
      harness.produce(5);
    }
    await harness.pass(400);
    expect(running.of("fenced").map(({ repeated }) => repeated)).toEqual([false, false, true, true]);
    expect(harness.labelled()).toEqual(due(50));
  });

  it("does not take whoever worked before it for a rival", async () => {
    const harness = new Harness();
    const before = harness.run("before");
    harness.produce(30);
    await harness.pass(400);
    before.leave();
    const running = harness.run("ours");
    await harness.pass(2000);
    await harness.settle(harness.connect("theirs").writer("app-all"));
    harness.produce(5);
    await harness.pass(400);
    expect(running.of("fenced")).toEqual([{ type: "fenced", repeated: false, error: expect.any(FencedError) }]);
  });

  it("refuses to mix apps: another model, other features", async () => {
    const harness = new Harness();
    const first = harness.run("a");
    await harness.pass(100);
    first.leave();
    const other = learnerFactory({ dimensions: 2, components: 3, warmup: 10, miniBatch: 5, restarts: 1 });
    const second = harness.run("b", {}, { learners: other });
    const third = harness.run("c", {}, { learners: { ...other, fingerprint: "else" } });
    await harness.pass(2000);
    expect(second.end?.error?.message).toMatch(/learned with components 2, now it is 3/);
    expect(third.end?.error?.message).toMatch(/feature fingerprint "", now it is "else".*mixtide state reset/s);
  });
});
