import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extrapolate, fromVector, toVector } from "../../src/em/parameter-vector.js";
import { COVARIANCE_TYPES, type CovarianceType } from "../../src/mixture/covariance/covariance-type.js";
import { covarianceOf } from "../../src/mixture/covariance/covariances.js";
import { freeParameters } from "../../src/mixture/criteria.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { fixedMixture } from "../support/fixed-mixtures.js";
import { relative } from "../support/oracles.js";

/** A mixture whose covariances are of a type, and fit it. */
function mixtureOf(covarianceType: CovarianceType, D: number, K: number, seed: number): Mixture {
  const base = fixedMixture(D, K, seed, 3);
  const { structure, shared } = covarianceOf(covarianceType);
  const isSphere = covarianceType.endsWith("spherical");
  const covariances = base.covariances.map((_, e) => {
    const [k, i, j] = [Math.floor(e / (D * D)), Math.floor(e / D) % D, e % D];
    if (structure === "diagonal" && i !== j) return 0;
    const first = isSphere ? 0 : i * D + j;
    return base.covariances[(shared ? 0 : k * D * D) + first]!;
  });
  const ids = Int32Array.from({ length: K }, (_, k) => 3 * k + 2);
  const born = Float64Array.from({ length: K }, (_, k) => 10 * k);
  return new Mixture({ covarianceType, weights: base.weights, means: base.means, covariances, ids, born });
}

const mixtures = fc
  .tuple(fc.constantFrom(...COVARIANCE_TYPES), fc.nat(4), fc.nat(4), fc.integer({ min: 1, max: 1000 }))
  .map(([type, d, k, seed]) => mixtureOf(type, d + 1, k + 1, seed));

const shape = { numRuns: 100, seed: 5 };

describe("a mixture as a vector", () => {
  it("and back is the same mixture, ids and births included", () => {
    fc.assert(
      fc.property(mixtures, (mixture) => {
        const back = fromVector(toVector(mixture), mixture)!;
        expect(relative(back.weights, mixture.weights)).toBeLessThan(1e-14);
        expect(back.means).toEqual(mixture.means);
        expect(relative(back.compact, mixture.compact)).toBeLessThan(1e-14);
        expect(relative(back.factors.whitening, mixture.factors.whitening)).toBeLessThan(1e-11);
        expect([back.ids, back.born, back.covarianceType]).toEqual([mixture.ids, mixture.born, mixture.covarianceType]);
      }),
      shape,
    );
  });

  it("holds log weights, means, then log-Cholesky factors row by row", () => {
    const mixture = new Mixture({
      covarianceType: "full",
      weights: [0.25, 0.75],
      means: [1, 2, 3, 4],
      covariances: [4, 2, 2, 10, 1, 0, 0, 1],
    });
    const expected = [Math.log(0.25), Math.log(0.75), 1, 2, 3, 4, Math.log(2), 1, Math.log(3), 0, 0, 0];
    expect(relative(toVector(mixture), expected)).toBeLessThan(1e-15);
  });

  it("has as many numbers as the type has free parameters, and one for the weights' sum; spheres have their axes", () => {
    for (const type of ["full", "tied", "diagonal", "tied-diagonal"] as const)
      expect(toVector(mixtureOf(type, 3, 4, 1))).toHaveLength(freeParameters(type, 4, 3) + 1);
  });

  it("any vector is a mixture of the same type", () => {
    fc.assert(
      fc.property(mixtures, fc.integer(), (mixture, seed) => {
        const other = fixedMixture(mixture.dimensions, mixture.components, seed, 1);
        const away = toVector(mixture).map((v, e) => v + other.means[e % other.means.length]!);
        const there = fromVector(away, mixture)!;
        expect(there.weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14);
        const { covarianceType, weights, means, covariances, components: K, dimensions: D } = there;
        // The checked constructor refuses what is not symmetric, not diagonal, or not positive definite.
        expect(() => new Mixture({ covarianceType, weights, means, covariances })).not.toThrow();
        if (covarianceOf(covarianceType).shared)
          for (let k = 1; k < K; k++)
            expect(covariances.subarray(k * D * D, (k + 1) * D * D)).toEqual(covariances.subarray(0, D * D));
      }),
      shape,
    );
  });

  it("keeps a component without weight", () => {
    const { means, covariances } = mixtureOf("full", 2, 3, 1);
    const from = new Mixture({ covarianceType: "full", weights: [0.5, 0, 0.5], means, covariances });
    const to = new Mixture({ covarianceType: "full", weights: [0.25, 0, 0.75], means, covariances });
    const beyond = fromVector(extrapolate(toVector(from), toVector(to), 2), from)!;
    // ¼·½ and 3/2·¾, in proportion.
    expect(relative(beyond.weights, [0.1, 0, 0.9])).toBeLessThan(1e-15);
    expect(beyond.means).toEqual(from.means);
  });
});

describe("extrapolation", () => {
  it("0 times as far is where it began, once as far is where it leads", () => {
    const [from, to] = [Float64Array.of(1, -2, 8), Float64Array.of(3, -2, 4)];
    expect(extrapolate(from, to, 0)).toEqual(from);
    expect(extrapolate(from, to, 1)).toEqual(to);
    expect(extrapolate(from, to, 3)).toEqual(Float64Array.of(7, -2, -4));
  });

  it("goes nowhere from a weight that has just become 0", () => {
    expect(extrapolate(Float64Array.of(-3), Float64Array.of(-Infinity), 5)).toEqual(Float64Array.of(-Infinity));
  });
});

describe("a vector that is no mixture", () => {
  const full = mixtureOf("full", 2, 2, 1);
  const round = mixtureOf("diagonal", 2, 2, 1);
  const moved = (mixture: Mixture, at: number, value: number) => toVector(mixture).with(at, value);

  it.each([
    ["a weight that is lost", moved(full, 0, -800), full],
    ["a weight that is not a number", moved(full, 0, Number.NaN), full],
    ["a weight without bounds", moved(full, 1, Infinity), full],
    ["a mean without bounds", moved(full, 2, -Infinity), full],
    ["a mean that is not a number", moved(full, 2, Number.NaN), full],
    ["a factor without bounds", moved(full, 6, 800), full],
    ["a factor whose square overflows", moved(full, 7, 1e200), full],
    ["a factor of 0", moved(full, 8, -800), full],
    ["a variance of 0", moved(round, 6, -800), round],
    ["a variance without bounds", moved(round, 6, 800), round],
    ["a variance that is not a number", moved(round, 7, Number.NaN), round],
  ])("%s", (_, vector, like) => {
    expect(fromVector(vector, like)).toBeUndefined();
  });
});
