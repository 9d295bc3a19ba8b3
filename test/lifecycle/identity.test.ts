import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fit } from "../../src/em/fit.js";
import { inheritIds } from "../../src/lifecycle/identity.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { fixedMixture, sample } from "../support/fixed-mixtures.js";

interface Parts {
  readonly order: readonly number[];
  readonly ids?: readonly number[];
  readonly born?: readonly number[];
  /** Added to every mean, in deviations of the first feature. */
  readonly shift?: (k: number) => number;
}

/** Components of a mixture in another order, under other names, or moved. */
function rearranged(mixture: Mixture, { order, ids, born, shift = () => 0 }: Parts): Mixture {
  const { dimensions: D, means, covariances, covarianceType } = mixture;
  return new Mixture({
    covarianceType,
    weights: order.map(() => 1 / order.length),
    means: order.flatMap((k) =>
      Array.from(
        means.subarray(k * D, (k + 1) * D),
        (m, j) => m + (j === 0 ? shift(k) * Math.sqrt(covariances[k * D * D]!) : 0),
      ),
    ),
    covariances: order.flatMap((k) => Array.from(covariances.subarray(k * D * D, (k + 1) * D * D))),
    ...(ids === undefined ? {} : { ids }),
    ...(born === undefined ? {} : { born }),
  });
}

const old = rearranged(fixedMixture(3, 4, 5, 6), { order: [0, 1, 2, 3], ids: [4, 0, 9, 2], born: [3, 0, 8, 1] });

describe("inheritIds", () => {
  it("follows components through another order and other weights", () => {
    const next = rearranged(old, { order: [2, 0, 3, 1] });
    const { ids, born, births, deaths, nextId } = inheritIds(old, next, 10, 12);
    expect(Array.from(ids)).toEqual([9, 4, 2, 0]);
    expect(Array.from(born)).toEqual([8, 3, 1, 0]);
    expect({ births, deaths, nextId }).toEqual({ births: [], deaths: [], nextId: 10 });
  });

  it("gives new ids to components in other places, and calls those that are gone dead", () => {
    const next = rearranged(old, { order: [3, 2, 1, 0], shift: (k) => (k % 2 === 0 ? 4 : 0) });
    const { ids, born, births, deaths, nextId } = inheritIds(old, next, 10, 12);
    expect(Array.from(ids)).toEqual([2, 10, 0, 11]);
    expect(Array.from(born)).toEqual([1, 12, 0, 12]);
    expect({ births, deaths, nextId }).toEqual({ births: [10, 11], deaths: [4, 9], nextId: 12 });
  });

  it("copes with more and with fewer components", () => {
    const fewer = inheritIds(old, rearranged(old, { order: [3, 1] }), 10, 12);
    expect(Array.from(fewer.ids)).toEqual([2, 0]);
    expect(fewer.deaths).toEqual([4, 9]);
    const more = inheritIds(rearranged(old, { order: [1, 2], ids: [7, 3] }), old, 8, 12);
    expect(Array.from(more.ids)).toEqual([8, 7, 3, 9]);
    expect(more.births).toEqual([8, 9]);
  });

  it("prefers the nearer of two that are both within the gate", () => {
    const next = rearranged(old, { order: [0, 0], shift: () => 0 });
    const moved = new Mixture({
      covarianceType: "full",
      weights: [0.5, 0.5],
      means: next.means.map((m, e) => (e === 0 ? m + 0.5 * Math.sqrt(next.covariances[0]!) : m)),
      covariances: next.covariances,
    });
    expect(Array.from(inheritIds(old, moved, 10, 12).ids)).toEqual([10, 4]);
  });

  it("never gives an id twice", () => {
    const permutation = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 });
    const shifts = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(permutation, shifts, (order, by) => {
        const { ids, births, deaths, nextId } = inheritIds(
          old,
          rearranged(old, { order, shift: (k) => by[k]! }),
          10,
          12,
        );
        expect(new Set(ids).size).toBe(order.length);
        expect(births).toEqual(Array.from({ length: nextId - 10 }, (_, i) => 10 + i));
        expect([...ids, ...deaths].sort()).toEqual([...old.ids, ...births].sort());
      }),
    );
  });

  it("refuses ids that are taken and mixtures of other dimensions", () => {
    expect(() => inheritIds(old, old, 9, 12)).toThrow("nextId is 9, but the id 9 is taken");
    expect(() => inheritIds(old, fixedMixture(2, 4, 1, 1), 10, 12)).toThrow("3 dimensions, the next one 2");
  });
});

describe.each([
  [1, 200],
  [2, 200],
  [4, 300],
  [8, 300],
  [16, 500],
])("components refitted to samples in %i dimensions of %i points", (D, count) => {
  const refit = (truth: Mixture, seed: number) =>
    fit(sample(truth, count, seed), { components: 1, restarts: 1 }).mixture;
  const seeds = Array.from({ length: 100 }, (_, s) => s + 1);

  it("keep their id when nothing but noise is between them", () => {
    for (const seed of seeds) {
      const truth = fixedMixture(D, 1, seed, 1);
      expect(inheritIds(refit(truth, seed), refit(truth, 1000 + seed), 1, 2).births).toEqual([]);
    }
  });

  it("do not keep it three deviations away", () => {
    for (const seed of seeds) {
      const truth = fixedMixture(D, 1, seed, 1);
      const moved = rearranged(truth, { order: [0], shift: () => 3 });
      expect(inheritIds(refit(truth, seed), refit(moved, 1000 + seed), 1, 2).births).toEqual([1]);
    }
  });
});
