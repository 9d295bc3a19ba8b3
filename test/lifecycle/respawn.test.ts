import { describe, expect, it } from "vitest";
import { inheritIds } from "../../src/lifecycle/identity.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { sample } from "../support/fixed-mixtures.js";
import { range, separated, some } from "./support/clusters.js";
import { changed, learned, reviewed } from "./support/learned.js";
import { blurred, doubled } from "./support/misfits.js";
import { expectOthersUnaffected } from "./support/unaffected.js";

const K = 4;
const FIXED = { min: K, max: K };

describe.each([2, 8])("where the number of components is fixed, in %i dimensions", (D) => {
  it.each(range(20, 1))("one that has lost its points begins anew at a new cluster, seed %i", (seed) => {
    const whole = separated(D, K + 1, seed);
    const before = some(whole, range(K));
    const now = some(whole, [0, 2, 3, 4]);
    const points = sample(before, 8000, seed);
    const input = learned(points, sample(now, 1500, 200 + seed), { components: K, start: before, limits: FIXED });
    const change = reviewed(input)!;
    expect(change.kind).toBe("respawn");
    expect(change.components).toEqual([1, K]);
    expect(Array.from(change.mixture.ids)).toEqual([0, 2, 3, K]);
    expect(change.mixture.born[3]).toBe(7);
    expect(inheritIds(change.mixture, now, 100, 0).births).toEqual([]);
    expectOthersUnaffected(input, change);
    expect(reviewed(changed(input, change))).toBeUndefined();
  });

  it.each(range(20, 1))("two that share a cluster become one, and a third is split, seed %i", (seed) => {
    const truth = separated(D, K, seed);
    const points = sample(truth, 5000, seed);
    const start = blurred(doubled(truth));
    const input = learned(points, sample(truth, 1500, 200 + seed), {
      components: K,
      start,
      maxIterations: 3,
      limits: FIXED,
    });
    const change = reviewed(input)!;
    expect(change.kind).toBe("respawn");
    expect(change.mixture.components).toBe(K);
    expect(new Set(change.mixture.ids).size).toBe(K);
    expectOthersUnaffected(input, change);
    expect(inheritIds(change.mixture, truth, 100, 0).births).toEqual([]);
  });
});

describe.each([
  ["fixed", FIXED],
  ["free", { min: 1, max: 8 }],
])("a component that only moved or grew, where the number of components is %s", (_, limits) => {
  it.each([
    ["a deviation", 1, 1],
    ["two deviations", 2, 1],
    ["nowhere, but to four times its variance", 0, 4],
  ])("is not doubled: by %s", (_by, shift, growth) => {
    for (const seed of range(5, 1)) {
      const truth = separated(2, K, seed, 4);
      const now = new Mixture({
        covarianceType: "full",
        weights: truth.weights,
        // Along the first column of the Cholesky factor: by so many deviations, whatever the correlation.
        means: truth.means.map((m, e) =>
          e < 2 ? m + (shift * truth.covariances[e]!) / Math.sqrt(truth.covariances[0]!) : m,
        ),
        covariances: truth.covariances.map((c, e) => (e < 4 ? growth * c : c)),
      });
      const recent = sample(now, 1500, 30 + seed);
      const input = learned(sample(truth, 8000, seed), recent, { components: K, start: truth, limits });
      // It may have moved into another one, and then the two are as good as one.
      expect([undefined, "merge"]).toContain(reviewed(input)?.kind);
    }
  });
});
