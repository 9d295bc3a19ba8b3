import { describe, expect, it } from "vitest";
import { fit } from "../../src/em/fit.js";
import { Learner } from "../../src/learning/learner.js";
import type { LearnerEvent } from "../../src/learning/learner-event.js";
import type { LearnerOptions } from "../../src/learning/learner-options.js";
import { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import {
  drifting,
  reweighted,
  rows,
  separated,
  together,
  unrelated,
  withOutliers,
} from "../support/changing-streams.js";
import { D2K5, fixedMixture, meanLogDensity, sample } from "../support/fixed-mixtures.js";

function learned(stream: PointBatch, options: Omit<LearnerOptions, "dimensions">): [Learner, LearnerEvent[]] {
  const learner = new Learner({ ...options, dimensions: stream.dimensions });
  const events: LearnerEvent[] = [];
  for (let at = 0; at < stream.count; at += 5000)
    events.push(...learner.learn(rows(stream, at, Math.min(stream.count, at + 5000))).events);
  return [learner, events];
}

function shifted(batch: PointBatch, way: number): PointBatch {
  return { ...batch, values: batch.values.map((x) => x + way) };
}

const kinds = (events: readonly LearnerEvent[]): string[] => events.map(({ kind }) => kind);

describe("after an abrupt shift the mixture is soon that of the new stream", () => {
  it.each([1, 2, 3])("D2 K4, seed %i: 2,000 points later within .02 nats a point of a fit to 20,000", (seed) => {
    const [before, after] = unrelated(2, 4, seed);
    const [learner, events] = learned(together(sample(before, 10_000, seed), sample(after, 2000, 100 + seed)), {
      components: 4,
    });
    const heldOut = sample(after, 10_000, 200 + seed);
    const reference = fit(sample(after, 20_000, 300 + seed), { components: 4 }).mixture;
    expect(kinds(events).slice(0, 2)).toEqual(["drift", "replacement"]);
    expect(meanLogDensity(learner.mixture!, heldOut)).toBeGreaterThan(meanLogDensity(reference, heldOut) - 0.02);
  });

  it("D8 K8: within .05 of a fit to the same 2,000 points", () => {
    const [before, after] = unrelated(8, 8, 1);
    const since = sample(after, 2000, 101);
    const [learner] = learned(together(sample(before, 15_000, 1), since), { components: 8 });
    const heldOut = sample(after, 10_000, 201);
    const reference = fit(since, { components: 8 }).mixture;
    expect(meanLogDensity(learner.mixture!, heldOut)).toBeGreaterThan(meanLogDensity(reference, heldOut) - 0.05);
  });

  it("also when it comes right after the warm-up, whose scores no detector has seen", () => {
    const [before, after] = unrelated(2, 4, 5);
    const learner = new Learner({ dimensions: 2, components: 4 });
    learner.learn(sample(before, learner.options.warmup, 1));
    const far = shifted(sample(after, 2000, 2), 30);
    const events = [...learner.learn(far).events];
    expect(events[0]).toMatchObject({ kind: "drift", detector: "outlying" });
    expect(kinds(events)[1]).toBe("replacement");
    const heldOut = shifted(sample(after, 10_000, 3), 30);
    const reference = fit(shifted(sample(after, 20_000, 4), 30), { components: 4 }).mixture;
    expect(meanLogDensity(learner.mixture!, heldOut)).toBeGreaterThan(meanLogDensity(reference, heldOut) - 0.02);
  });

  it("a stream that goes back to what it was is followed back", () => {
    const [a, b] = unrelated(2, 4, 4);
    const stream = together(sample(a, 6000, 1), sample(b, 4000, 2), sample(a, 4000, 3), sample(b, 2000, 4));
    const [learner, events] = learned(stream, { components: 4 });
    expect(kinds(events).filter((kind) => kind === "replacement")).toHaveLength(3);
    const heldOut = sample(b, 10_000, 5);
    const reference = fit(sample(b, 20_000, 6), { components: 4 }).mixture;
    expect(meanLogDensity(learner.mixture!, heldOut)).toBeGreaterThan(meanLogDensity(reference, heldOut) - 0.02);
  });
});

describe("a component that appears late in a stream", () => {
  it("is learned as fast as a new one has to be", () => {
    const later = fixedMixture(4, 4, 3, 4);
    const { means, covariances } = later;
    const before = new Mixture({
      covarianceType: "full",
      weights: [0.3, 0.3, 0.4],
      means: means.slice(0, 12),
      covariances: covariances.slice(0, 48),
    });
    const learner = new Learner({ dimensions: 4, components: { min: 3, max: 6 }, anomaly: { components: "single" } });
    learner.learn(sample(before, 100_000, 1));
    const { step } = learner;
    for (let seed = 2; seed < 12; seed++) learner.learn(sample(later, 1000, seed));
    expect(learner.mixture!.components).toBe(4);
    expect(learner.step).toBeGreaterThan(3 * step);
    const heldOut = sample(later, 20_000, 20);
    expect(meanLogDensity(learner.mixture!, heldOut)).toBeGreaterThan(meanLogDensity(later, heldOut) - 0.008);
  });
});

describe("a challenge", () => {
  const [before, after] = unrelated(2, 3, 9);
  const stream = together(sample(before, 4000, 1), sample(after, 2500, 2));

  it.each([
    ["before there are challengers", 4150, 300],
    ["after", 4350, 300],
    ["before, as far as numbers go", 4150, 1e20],
    ["after, as far as numbers go", 4350, 1e20],
  ])("is not decided by one point far out, %s", (_, row, far) => {
    const values = stream.values.slice();
    values.set([far, -far], 2 * row);
    const [, events] = learned({ ...stream, values }, { components: 3, warmup: 500 });
    expect(kinds(events).slice(0, 2)).toEqual(["drift", "replacement"]);
  });

  it.each([
    ["a mini-batch is large", { miniBatch: 2000 }],
    ["the warm-up was short", { warmup: 20, restarts: 2 }],
  ])("comes to its end when %s", (_, given) => {
    const long = together(sample(before, 8000, 1), sample(after, 12_000, 2));
    const [learner, events] = learned(long, { components: 3, ...given });
    expect(kinds(events)).toContain("replacement");
    for (const { numbers } of events)
      for (const figure of Object.values(numbers)) expect(figure).toSatisfy(Number.isFinite);
    expect(meanLogDensity(learner.mixture!, sample(after, 5000, 3))).toBeGreaterThan(
      meanLogDensity(after, sample(after, 5000, 3)) - 0.05,
    );
  });
});

describe("what is no change of the stream changes nothing", () => {
  it("stationary points", () => {
    const [, events] = learned(sample(D2K5, 60_000, 3), { components: 5 });
    expect(events).toEqual([]);
  });

  it("one point in a hundred 300 deviations away", () => {
    const truth = fixedMixture(2, 4, 77, 3);
    const [learner, events] = learned(together(sample(truth, 6000, 1), withOutliers(truth, 20_000, 2)), {
      components: 4,
    });
    expect(kinds(events)).not.toContain("replacement");
    expect([...learner.mixture!.ids]).toEqual([0, 1, 2, 3]);
  });
});

describe("a gradual change is followed", () => {
  it("clusters that wander three deviations in 20,000 points", () => {
    const truth = separated(2, [0.3, 0.3, 0.4], 1);
    const stream = together(sample(truth, 6000, 1), drifting(truth, 20_000, 3, 2));
    const [learner] = learned(stream, { components: 3 });
    const last = rows(stream, stream.count - 1000, stream.count);
    const reference = fit(rows(stream, stream.count - 2000, stream.count), { components: 3 }).mixture;
    expect(meanLogDensity(learner.mixture!, last)).toBeGreaterThan(meanLogDensity(reference, last) - 0.25);
  });
});

describe("components come and go, and the others keep their ids", () => {
  const weights = [0.3, 0.25, 0.25, 0.2];

  it("one vanishes", () => {
    const truth = separated(2, weights, 2);
    const rest = reweighted(truth, [0.3, 0.25, 0.25, 0]);
    const [learner, events] = learned(together(sample(truth, 10_000, 1), sample(rest, 5000, 2)), {
      components: { min: 1, max: 4 },
    });
    expect(kinds(events)).toContain("death");
    expect(learner.mixture!.components).toBe(3);
    for (const id of learner.mixture!.ids) expect(id).toBeLessThan(4);
  });

  it("a new one appears", () => {
    const all = separated(2, [0.3, 0.3, 0.3, 0.1], 3);
    const old = reweighted(all, [0.3, 0.3, 0.3, 0]);
    const [learner, events] = learned(together(sample(old, 10_000, 1), sample(all, 5000, 2)), {
      components: { min: 1, max: 6 },
    });
    expect(kinds(events).some((kind) => kind === "birth" || kind === "split")).toBe(true);
    const ids = [...learner.mixture!.ids];
    expect(ids).toHaveLength(4);
    expect(ids.filter((id) => id < 3)).toHaveLength(3);
  });
});
