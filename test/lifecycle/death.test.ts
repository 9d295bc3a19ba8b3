import { describe, expect, it } from "vitest";
import { drive } from "../../src/em/drive.js";
import { deathOf } from "../../src/lifecycle/death.js";
import { sceneOf } from "../../src/lifecycle/scene.js";
import { together } from "../support/changing-streams.js";
import { fixedMixture, meanLogDensity, sample } from "../support/fixed-mixtures.js";
import { closest, range, separated, some } from "./support/clusters.js";
import { changed, learned, reviewed } from "./support/learned.js";
import { expectOthersUnaffected } from "./support/unaffected.js";

const SEEDS = range(20, 1);
const K = 4;

it("a death's gain is that of the mixture without the component", () => {
  const truth = fixedMixture(3, K, 4, 0.7);
  const recent = sample(truth, 500, 1);
  const input = learned(sample(truth, 2000, 2), recent, { components: K, start: truth });
  const scene = drive(sceneOf(input, recent))!;
  for (const k of range(K)) {
    const without = some(
      input.mixture,
      range(K).filter((j) => j !== k),
    );
    const gain = meanLogDensity(without, recent) - meanLogDensity(input.mixture, recent);
    expect(deathOf(scene, k, scene.all).evidence.gain).toBeCloseTo(gain, 6);
  }
});

describe.each([2, 8])("a component that vanishes, in %i dimensions", (D) => {
  /** 500 points from before, then 1,500 without component 1. */
  const vanishing = (seed: number, limits: { min: number; max: number }) => {
    const truth = separated(D, K, seed);
    const points = sample(truth, 8000, seed);
    const recent = together(sample(truth, 500, 100 + seed), sample(some(truth, [0, 2, 3]), 1500, 200 + seed));
    return { input: learned(points, recent, { components: K, start: truth, limits }) };
  };

  it.each(SEEDS)("dies where there may be fewer, and that is all, seed %i", (seed) => {
    const { input } = vanishing(seed, { min: 1, max: 8 });
    const change = reviewed(input)!;
    expect(change.kind).toBe("death");
    expect(change.components).toEqual([1]);
    expect(Array.from(change.mixture.ids)).toEqual([0, 2, 3]);
    expect(change.nextId).toBe(K);
    expect(change.statistics.total()).toBeCloseTo(1, 12);
    expect(change.effectiveCount).toBeCloseTo(8000 * (1 - input.statistics.count[1]!), 6);
    expect(change.numbers.found).toBeLessThan(0.2 * change.numbers.expected!);
    expectOthersUnaffected(input, change);
    // What older points tell of it is not taken for something new.
    expect(reviewed(changed(input, change))).toBeUndefined();
  });

  it.each(SEEDS)("loses its weight where there must be as many, seed %i", (seed) => {
    const { input } = vanishing(seed, { min: K, max: K });
    const change = reviewed(input)!;
    expect(change.kind).toBe("reweight");
    expect(change.components).toEqual([1, 1]);
    expect(Array.from(change.mixture.ids)).toEqual([0, 1, 2, 3]);
    expect(change.mixture.weights[1]).toBeLessThan(0.2 * input.mixture.weights[1]!);
    expect(change.mixture.weights[1]).toBeGreaterThan(0);
    expectOthersUnaffected(input, change);
    expect(reviewed(changed(input, change))).toBeUndefined();
  });
});

it("a component without points in memory is pruned, unless recent points need it", () => {
  const truth = separated(2, K, 3);
  const points = sample(truth, 4000, 1);
  const weak = some(truth, range(K), [0.4, 0.3, 0.2999, 0.0001]);
  const input = learned(points, sample(some(truth, [0, 1, 2]), 1500, 2), { components: K, start: truth });
  const { statistics } = input;
  const starved = statistics.clone();
  starved.count.set(weak.weights);
  for (let k = 0; k < K; k++)
    for (let e = 0; e < 4; e++) starved.scatter[k * 4 + e]! *= weak.weights[k]! / statistics.count[k]!;
  const forgetful = { ...input, mixture: some(input.mixture, range(K), Array.from(weak.weights)), statistics: starved };
  const change = reviewed({ ...forgetful, effectiveCount: 3000 })!;
  expect(change.kind).toBe("death");
  expect(change.components).toEqual([3]);
  const needed = reviewed({ ...forgetful, effectiveCount: 3000, recent: sample(truth, 1500, 3) });
  expect(needed?.kind).not.toBe("death");
});

it("a component stays where chance alone left it without points", () => {
  // A share of .004 is missing from 1,000 points once in 55 times.
  const truth = some(separated(2, 3, 5), [0, 1, 2], [0.6, 0.396, 0.004]);
  expect(closest(truth)).toBeGreaterThan(2);
  const input = learned(sample(truth, 20_000, 1), sample(some(truth, [0, 1]), 1000, 2), {
    components: 3,
    start: truth,
  });
  expect(reviewed(input)).toBeUndefined();
});
