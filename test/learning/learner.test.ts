import { describe, expect, it } from "vitest";
import { Learner } from "../../src/learning/learner.js";
import { defaultWarmup } from "../../src/learning/learner-options.js";
import { StateError } from "../../src/learning/state-error.js";
import { offsetAfter, pointsBefore, stepSize } from "../../src/learning/step-size.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { points } from "../../src/mixture/point-batch.js";
import { D2K5, meanLogDensity, sample } from "../support/fixed-mixtures.js";

const options = { dimensions: 2, components: 5, warmup: 400, restarts: 2 } as const;

describe("warm-up", () => {
  it("holds labels back, then labels all of its points with version 0", () => {
    const learner = new Learner(options);
    expect(learner.learn(sample(D2K5, 399, 1)).count).toBe(0);
    expect(learner.status).toEqual({ phase: "warming up", points: 399, of: 400 });
    expect([learner.version, learner.pending, learner.mixture]).toEqual([-1, 399, undefined]);
    const labels = learner.learn(sample(D2K5, 11, 2));
    expect([labels.first, labels.count]).toEqual([0, 410]);
    expect(labels.runs.map((r) => [r.start, r.end, r.version, r.warmup])).toEqual([
      [0, 400, 0, true],
      [400, 410, 0, false],
    ]);
    expect([learner.pending, learner.points, learner.version]).toEqual([0, 410, 0]);
  });

  it("keeps its points out of the prequential log-likelihood", () => {
    const learner = new Learner(options);
    learner.learn(sample(D2K5, 400, 1));
    expect(learner.logLikelihood.mean).toBeNaN();
    const { logDensity } = learner.learn(sample(D2K5, 3, 2));
    expect(learner.logLikelihood.mean).toBeCloseTo((logDensity[0]! + logDensity[1]! + logDensity[2]!) / 3, 12);
  });

  it("has the size of the design, bounded in points and memory", () => {
    expect(defaultWarmup(2, 2)).toBe(1000);
    expect(defaultWarmup(8, 8)).toBe(3200);
    expect(defaultWarmup(64, 64)).toBe(5000);
    expect(defaultWarmup(64, 4000)).toBe(500);
  });

  it("ends early on a flush, whatever has come by then", () => {
    const learner = new Learner(options);
    expect(learner.flush().count).toBe(0);
    learner.learn(
      points([
        [1, 2],
        [3, 4],
        [1, 2],
      ]),
    );
    const labels = learner.flush();
    expect(labels.count).toBe(3);
    expect([...labels.logDensity].every(Number.isFinite)).toBe(true);
    expect(learner.version).toBe(0);
  });

  it("made of points without weight still labels", () => {
    const learner = new Learner(options);
    learner.learn(
      points(
        [
          [1, 2],
          [3, 4],
        ],
        { weights: [0, 0] },
      ),
    );
    expect([...learner.flush().logDensity].every(Number.isFinite)).toBe(true);
  });
});

describe("stepwise EM", () => {
  it("a flush folds a short mini-batch in, and only then", () => {
    const learner = new Learner(options);
    learner.learn(sample(D2K5, 450, 1));
    const before = learner.mixture;
    expect(learner.flush().count).toBe(0);
    expect(learner.version).toBe(1);
    expect(learner.mixture).not.toBe(before);
    learner.flush();
    expect(learner.version).toBe(1);
  });

  it("a weight of two is the point twice", () => {
    const x = sample(D2K5, 99, 3);
    const start = { mixture: D2K5, points: 1000 };
    const twice = new Float64Array(4 * 99);
    for (let i = 0; i < 99; i++)
      for (const copy of [0, 1]) twice.set(x.values.subarray(2 * i, 2 * i + 2), (2 * i + copy) * 2);
    const weighted = new Learner({ ...options, start, miniBatch: 200 });
    const doubled = new Learner({ ...options, start, miniBatch: 200 });
    weighted.learn(points(x.values, { dimensions: 2, weights: new Float64Array(99).fill(2) }));
    doubled.learn(points(twice, { dimensions: 2 }));
    weighted.flush();
    doubled.flush();
    expect(weighted.effectiveCount).toBeCloseTo(doubled.effectiveCount, 8);
    weighted.mixture!.means.forEach((mean, e) => expect(mean).toBeCloseTo(doubled.mixture!.means[e]!, 11));
    weighted.mixture!.compact.forEach((entry, e) => expect(entry).toBeCloseTo(doubled.mixture!.compact[e]!, 11));
  });

  it("points of weight 0 are labelled and change nothing", () => {
    const learner = new Learner({ ...options, start: { mixture: D2K5, points: 1000 } });
    const labels = learner.learn(
      points(sample(D2K5, 250, 4).values, { dimensions: 2, weights: new Float64Array(250) }),
    );
    expect(labels.count).toBe(250);
    expect(learner.mixture).toBe(D2K5);
    expect(learner.version).toBe(2);
  });

  it("γ after a warm-up of W points first weighs B/(W + B), and t0 and points are inverses", () => {
    const schedule = { kind: "decreasing", exponent: 0.85 } as const;
    const t0 = offsetAfter(3200, 100, schedule);
    expect(stepSize(1, t0, 100, schedule)).toBeCloseTo(100 / 3300, 12);
    expect(pointsBefore(t0, 100, schedule)).toBeCloseTo(3200, 8);
    const halfLife = { kind: "half-life", points: 1000 } as const;
    expect((1 - stepSize(9, 0, 100, halfLife)) ** 10).toBeCloseTo(0.5, 12);
  });

  it("tells γ of its next M-step", () => {
    const learner = new Learner({ ...options, miniBatch: 50 });
    expect(learner.step).toBeNaN();
    learner.learn(sample(D2K5, 400, 1));
    expect(learner.step).toBeCloseTo(50 / 450, 12);
    learner.learn(sample(D2K5, 50, 2));
    const { schedule } = learner.options;
    expect(learner.step).toBe(stepSize(2, offsetAfter(400, 50, schedule), 50, schedule));
  });

  it("tells the score from which it flags: exactly those points, until the mini-batch closes", () => {
    const miniBatch = 100;
    const learner = new Learner({ ...options, miniBatch, anomaly: { threshold: { rate: 0.01 } } });
    expect(learner.threshold).toBeNaN();
    learner.learn(sample(D2K5, 400, 1));
    const stream = sample(D2K5, 6000, 2);
    let flags = 0;
    for (let from = 0; from < stream.count; from += miniBatch) {
      const { threshold } = learner;
      expect(Number.isNaN(threshold)).toBe(from < 1000);
      const values = stream.values.slice(2 * from, 2 * (from + miniBatch));
      const { anomalyScore, flagged } = learner.learn({ count: miniBatch, dimensions: 2, values });
      expect([...flagged]).toEqual(Array.from(anomalyScore, (score) => Number(score >= threshold)));
      flags += flagged.reduce((sum, one) => sum + one, 0);
    }
    expect(flags).toBeGreaterThan(20);
  });

  it("a half-life follows a shift that the decreasing schedule has almost stopped seeing", () => {
    const shifted = sample(D2K5, 20_000, 5);
    for (let e = 0; e < shifted.values.length; e++) shifted.values[e]! += 4;
    const run = (schedule: { kind: "decreasing" } | { kind: "half-life"; points: number }) => {
      const learner = new Learner({ ...options, schedule, drift: false });
      learner.learn(sample(D2K5, 20_000, 6));
      learner.learn(shifted);
      return meanLogDensity(learner.mixture!, shifted);
    };
    expect(run({ kind: "half-life", points: 1000 })).toBeGreaterThan(run({ kind: "decreasing" }) + 0.02);
  });

  it("starts cold from a guess: no M-step before 20 observations", () => {
    const guess = new Mixture({ covarianceType: "full", weights: [1], means: [0, 0], covariances: [1, 0, 0, 1] });
    const learner = new Learner({ dimensions: 2, components: 1, miniBatch: 10, start: { mixture: guess } });
    learner.learn(sample(D2K5, 10, 1));
    expect([learner.version, learner.mixture]).toEqual([1, guess]);
    learner.learn(sample(D2K5, 10, 2));
    expect(learner.version).toBe(2);
    expect(learner.mixture).not.toBe(guess);
  });

  it("refuses a bad batch whole, and learns nothing of it", () => {
    const learner = new Learner(options);
    learner.learn(sample(D2K5, 10, 1));
    const state = learner.toBytes();
    expect(() => learner.learn({ count: 1, dimensions: 2, values: Float64Array.of(1, Infinity) })).toThrow(/Infinity/);
    expect(() => learner.learn({ count: 1, dimensions: 3, values: Float64Array.of(1, 2, 3) })).toThrow(/3 dimensions/);
    expect(learner.toBytes()).toEqual(state);
  });

  it("learns from points with missing features", () => {
    const learner = new Learner(options);
    const batch = sample(D2K5, 5000, 8);
    for (let i = 0; i < batch.count; i += 3) batch.values[2 * i + (i % 2)] = Number.NaN;
    const labels = learner.learn(batch);
    expect([...labels.logDensity, ...labels.anomalyScore].every(Number.isFinite)).toBe(true);
    const complete = sample(D2K5, 5000, 9);
    expect(meanLogDensity(learner.mixture!, complete)).toBeGreaterThan(meanLogDensity(D2K5, complete) - 0.1);
  });
});

describe("options out of range", () => {
  it.each([
    [{ components: 0 }, /components is 0/],
    [{ dimensions: 1.5 }, /dimensions is 1.5/],
    [{ schedule: { kind: "decreasing", exponent: 0.5 } }, /schedule.exponent is 0.5/],
    [{ schedule: { kind: "half-life", points: 0 } }, /schedule.points is 0/],
    [{ covariance: "round" as "full" }, /unknown covariance type "round"/],
    [{ miniBatch: -1 }, /miniBatch is -1/],
    [{ seed: 0.5 }, /seed is 0.5/],
    [{ components: 3, start: { mixture: D2K5 } }, /start has 5 components/],
  ] as const)("%j", (wrong, message) => {
    expect(() => new Learner({ ...options, ...wrong })).toThrow(message);
  });
});

describe("state that cannot be used", () => {
  const learner = new Learner({ ...options, fingerprint: "a,b" });
  learner.learn(sample(D2K5, 700, 1));
  const bytes = learner.toBytes();

  it("is refused when damaged, at any byte", () => {
    for (let at = 0; at < bytes.length; at += 97) {
      const damaged = bytes.slice();
      damaged[at]! ^= 0x40;
      expect(() => Learner.fromBytes(damaged)).toThrow(StateError);
    }
    expect(() => Learner.fromBytes(bytes.subarray(0, bytes.length - 1))).toThrow(StateError);
    expect(() => Learner.fromBytes(new Uint8Array(3))).toThrow(StateError);
  });

  it("is refused when newer, with the command that helps", () => {
    const newer = bytes.slice();
    newer[8] = 200;
    expect(() => Learner.fromBytes(newer)).toThrow(/format 200.*mixtide state reset/);
  });

  it("is refused for other features or another kernel", () => {
    expect(() => Learner.fromBytes(bytes, { fingerprint: "a,c" })).toThrow(/other features/);
    const other = {
      name: "other",
      arithmetic: "other",
      prepare: () => {
        throw new Error("unused");
      },
    };
    expect(() => Learner.fromBytes(bytes, { kernel: other })).toThrow(/reference arithmetic/);
    expect(Learner.fromBytes(bytes, { fingerprint: "a,b" }).points).toBe(700);
  });

  it("lacks a section", () => {
    const warm = new Learner(options);
    warm.learn(sample(D2K5, 300, 1));
    const sections = warm.toSections();
    expect([...sections.keys()]).toEqual(["learner", "warm-up/0", "warm-up/1"]);
    sections.delete("warm-up/1");
    expect(() => Learner.fromSections(sections)).toThrow(/lacks section warm-up\/1/);
  });
});
