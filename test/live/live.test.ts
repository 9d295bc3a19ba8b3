import { describe, expect, it } from "vitest";
import type { LearnerEvent } from "../../src/learning/learner-event.js";
import { SimulatedStream } from "./support/simulated-stream.js";

const error = new Error("login with hunter2 failed");

const DRIFT: LearnerEvent = {
  kind: "drift",
  version: 3,
  points: 1500,
  components: [0, 1, 2],
  numbers: { rise: 0.5, since: Number.POSITIVE_INFINITY },
  detector: "adwin",
};

describe("only what is committed is shown", () => {
  it("points and snapshots appear with their unit's commit, not before", () => {
    const sim = new SimulatedStream();
    const { live } = sim;
    sim.learn(100);
    sim.publish();
    expect([live.points.count, live.snapshots.newest, live.totals.learned]).toEqual([0, undefined, 0]);
    sim.commit(100);
    expect([live.points.count, live.snapshots.newest?.version, live.totals.learned]).toEqual([100, 0, 100]);
  });

  it("a unit that grows while another commits waits for its own", () => {
    const sim = new SimulatedStream();
    sim.learn(100);
    sim.unit++;
    sim.learn(50);
    sim.unit--;
    sim.commit(100);
    expect(sim.live.points.count).toBe(100);
    sim.commit(50);
    expect(sim.live.points.count).toBe(150);
  });

  it.each<["dropped" | "assigned"]>([["dropped"], ["assigned"]])("%s: what was not committed never was", (type) => {
    const sim = new SimulatedStream();
    sim.learn(100);
    sim.publish();
    if (type === "dropped") sim.live.take({ type, error, failures: 1, retryMs: 1 });
    else sim.live.take({ type, epoch: 2, partitions: [0], kept: false });
    sim.learned = 0;
    sim.version = 7;
    sim.learn(40);
    sim.publish();
    sim.commit(40);
    expect([sim.live.points.count, sim.live.points.ordinal[39]]).toEqual([40, 39]);
    expect(sim.live.snapshots.from(0).map(({ version }) => version)).toEqual([7]);
  });

  it("a join that keeps the task keeps what it has learned", () => {
    const sim = new SimulatedStream();
    sim.learn(100);
    sim.live.take({ type: "assigned", epoch: 2, partitions: [0], kept: true });
    sim.commit(100);
    expect(sim.live.points.count).toBe(100);
  });
});

describe("of a fast stream", () => {
  it("a share of the points is kept, evenly, and all that are flagged", () => {
    const sim = new SimulatedStream();
    for (let i = 0; i < 3; i++) sim.step(1000);
    sim.learn(40_000, 40);
    sim.commit(40_000, {}, 100);
    const { points } = sim.live;
    const kept = points.count - 3000;
    expect(kept).toBeGreaterThanOrEqual(5000);
    expect(kept).toBeLessThan(6000);
    expect(sim.live.unusual.slice(0).length).toBeGreaterThan(30);
    for (const { ordinal } of sim.live.unusual.slice(0)) expect(points.find(ordinal)).toBeDefined();
  });

  it("a first commit of usual size is taken whole: nothing says how long it took", () => {
    const sim = new SimulatedStream();
    sim.step(9000);
    expect(sim.live.points.count).toBe(9000);
  });
});

describe("figures of a commit", () => {
  it("say what its event says", () => {
    const sim = new SimulatedStream();
    sim.step(100);
    const scored = sim.learn(300, 3);
    sim.commit(300, {
      deadLetters: 2,
      anomalies: 5,
      labels: 299,
      ms: 31,
      version: 9,
      positions: new Map([
        [0, 10],
        [1, 20],
      ]),
      ends: new Map([
        [0, 17],
        [1, 20],
      ]),
      model: {
        weights: [{ id: 4, weight: 1 }],
        logLikelihood: { mean: Number.NaN, recent: -3 },
        step: 0.1,
        threshold: 4.5,
      },
    });
    expect(sim.live.moments.newest).toEqual({
      at: sim.now,
      seconds: 0.5,
      learned: 400,
      version: 9,
      points: 300,
      labels: 299,
      deadLetters: 2,
      flagged: 5,
      mean: null,
      recent: -3,
      score: Math.max(...scored.anomalyScore),
      threshold: 4.5,
      weights: [[4, 1]],
      lag: [
        [0, 7],
        [1, 0],
      ],
      commit: 31,
    });
    expect(sim.live.totals).toMatchObject({
      records: 400,
      labels: 399,
      deadLetters: 2,
      anomalies: 5,
      learned: 400,
      version: 9,
    });
  });

  it("a model is restored with its points; those of this process are added", () => {
    const sim = new SimulatedStream();
    sim.live.take({ type: "restored", unit: 9, points: 5000, version: 40, positions: new Map(), bytes: 1, ms: 1 });
    sim.unit = 9;
    sim.step(100);
    expect(sim.live.totals).toMatchObject({ learned: 5100, labels: 100 });
    expect(sim.live.happenings.newest).toMatchObject({ kind: "restored", learned: 5000, version: 40 });
  });
});

describe("what happened", () => {
  it("to the mixture is told as it was, without numbers that are none", () => {
    const sim = new SimulatedStream();
    sim.step(100, 0, [DRIFT]);
    expect(sim.live.happenings.newest).toEqual({
      at: sim.now,
      kind: "drift",
      learned: 1500,
      version: 3,
      components: [0, 1, 2],
      numbers: { rise: 0.5 },
      detector: "adwin",
    });
  });

  it("to the pipeline too; secrets are masked there and in the phase", () => {
    const sim = new SimulatedStream({ redact: (text) => text.replaceAll("hunter2", "***") });
    sim.live.take({ type: "dropped", error, failures: 1, retryMs: 100 });
    expect(sim.live.happenings.newest).toMatchObject({ kind: "retrying", why: "login with *** failed" });
    expect(sim.live.phase).toEqual({ name: "retrying", why: "login with *** failed" });
    sim.live.take({ type: "retention-overtook", partition: 1, from: 10, to: 15 });
    expect(sim.live.happenings.newest).toMatchObject({ kind: "skipped", why: "5 records that retention deleted" });
  });

  it("unusual points are told with their reasons, as the learner gave them", () => {
    const sim = new SimulatedStream();
    for (let i = 0; i < 3; i++) sim.step(1000);
    const scored = sim.learn(1000, 3);
    sim.commit(1000);
    const told = sim.live.unusual.slice(0).filter(({ ordinal }) => ordinal >= 3000);
    expect(told.map(({ ordinal }) => ordinal - 3000)).toEqual([...scored.explanations.keys()]);
    for (const one of told) {
      const i = one.ordinal - 3000;
      const { mahalanobisSquared, nearest, shares } = scored.explanations.get(i)!;
      expect(one).toMatchObject({
        id: `r-${one.ordinal}`,
        score: scored.anomalyScore[i],
        pValue: scored.pValue[i],
        nearest,
      });
      expect(one.distance).toBe(Math.sqrt(mahalanobisSquared));
      expect(one.shares).toEqual([...shares]);
    }
  });
});

it("a published snapshot that does not follow, of a model that was reset or promoted, begins another history", () => {
  const sim = new SimulatedStream();
  for (let i = 0; i < 3; i++) sim.step(10);
  sim.version = 0;
  sim.step(10);
  expect(sim.live.snapshots.from(0).map(({ version }) => version)).toEqual([1]);
  expect([sim.live.snapshots.oldest, sim.live.snapshots.first, sim.live.snapshots.entries.total]).toEqual([1, 3, 4]);
});

it("snapshots of others come before those of this process, unless there are newer ones", () => {
  const before = new SimulatedStream();
  before.version = 3;
  const old = before.publish();
  before.version = 5;
  const newer = before.publish();
  const { live } = new SimulatedStream();
  live.recall([
    { value: old, at: 1 },
    { value: newer, at: 2 },
  ]);
  expect(live.snapshots.from(0).map(({ at, version }) => [version, at])).toEqual([
    [3, 1],
    [5, 2],
  ]);
  expect(live.snapshots.from(4).map(({ value }) => value)).toEqual([newer]);
  expect([live.snapshots.oldest, live.snapshots.newest?.version, live.snapshots.first]).toEqual([3, 5, 0]);
  live.recall([{ value: old, at: 3 }]);
  live.recall([]);
  expect([live.snapshots.newest?.version, live.snapshots.from(0).length]).toEqual([5, 2]);
  before.version = 9;
  live.recall([
    { value: old, at: 4 },
    { value: newer, at: 5 },
    { value: before.publish(), at: 6 },
  ]);
  expect(live.snapshots.from(0).map(({ at }) => at)).toEqual([4, 5, 6]);
});
