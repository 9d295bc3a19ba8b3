import { describe, expect, it } from "vitest";
import { fit } from "../../src/em/fit.js";
import { Learner } from "../../src/learning/learner.js";
import type { LearnerEvent } from "../../src/learning/learner-event.js";
import type { LearnerOptions } from "../../src/learning/learner-options.js";
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
