import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logUpperTail } from "../../src/anomaly/chi-squared.js";
import { Explainer } from "../../src/anomaly/explain.js";
import type { Explanation } from "../../src/anomaly/explanation.js";
import { COVARIANCE_TYPES } from "../../src/mixture/covariance/covariance-type.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { fixedMixture, sample } from "../support/fixed-mixtures.js";

interface Case {
  readonly covariance: number[];
  readonly deviation: (number | null)[];
  readonly squared: number;
  readonly shares: number[];
}
const cases = JSON.parse(readFileSync(new URL("shares.json", import.meta.url), "utf8")) as Case[];

function single(covariances: readonly number[]): Mixture {
  const D = Math.sqrt(covariances.length);
  return new Mixture({ covarianceType: "full", weights: [1], means: new Float64Array(D), covariances });
}

function explain(mixture: Mixture, point: readonly number[]): Explanation {
  return new Explainer(mixture).explain(Float64Array.from(point), 0);
}

function sum(values: ArrayLike<number>): number {
  return Array.from(values).reduce((a, b) => a + b, 0);
}

/** Variances 1, every correlation the same. */
function equicorrelated(D: number, correlation: number): number[] {
  return Array.from({ length: D * D }, (_, e) => (e % (D + 1) === 0 ? 1 : correlation));
}

function scaled(mixture: Mixture, units: readonly number[]): Mixture {
  const D = mixture.dimensions;
  return new Mixture({
    covarianceType: "full",
    weights: mixture.weights,
    means: mixture.means.map((m, e) => m * units[e % D]!),
    covariances: mixture.covariances.map((c, e) => c * units[e % D]! * units[Math.floor(e / D) % D]!),
  });
}

describe("shares of the distance", () => {
  it("are those of the corr-max transformation", () => {
    expect(cases.length).toBeGreaterThanOrEqual(20);
    for (const { covariance, deviation, squared, shares } of cases) {
      const found = explain(
        single(covariance),
        deviation.map((d) => d ?? Number.NaN),
      );
      expect(found.mahalanobisSquared / squared).toBeCloseTo(1, 10);
      shares.forEach((share, j) => expect(found.shares[j]).toBeCloseTo(share, 10));
    }
  });

  it("are ≥ 0, sum to 1, and are 0 for missing features, everywhere", () => {
    const mixture = fixedMixture(8, 4, 3, 3);
    const batch = sample(mixture, 300, 5);
    batch.values.forEach((_, e) => {
      if ((e * 7919) % 5 === 0) batch.values[e] = Number.NaN;
    });
    const explainer = new Explainer(mixture);
    for (let i = 0; i < 300; i++) {
      const { shares, logPValue, mahalanobisSquared } = explainer.explain(batch.values, i * 8);
      expect(sum(shares)).toBeCloseTo(1, 14);
      let observed = 0;
      shares.forEach((share, j) => {
        expect(share).toBeGreaterThanOrEqual(0);
        if (Number.isNaN(batch.values[i * 8 + j]!)) expect(share).toBe(0);
        else observed++;
      });
      expect(logPValue).toBe(logUpperTail(observed, mahalanobisSquared));
    }
  });

  it("are exact without correlations", () => {
    const { shares, mahalanobisSquared } = explain(single([4, 0, 0, 0, 1, 0, 0, 0, 0.25]), [2, 2, 0.5]);
    expect(mahalanobisSquared).toBe(6);
    expect([...shares]).toEqual([1 / 6, 4 / 6, 1 / 6]);
    const diagonal = new Mixture({
      covarianceType: "diagonal",
      weights: [1],
      means: [0, 0],
      covariances: [4, 0, 0, 1],
    });
    expect([...explain(diagonal, [2, 3]).shares]).toEqual([expect.closeTo(0.1, 15), expect.closeTo(0.9, 15)]);
    expect([...explain(diagonal, [2, Number.NaN]).shares]).toEqual([1, 0]);
  });

  it.each([0.5, 0.9, 0.99, -0.2])("name the one feature that was displaced among features correlated by %s", (rho) => {
    for (const D of [2, 3, 4])
      for (let j = 0; j < D; j++) {
        const { shares } = explain(
          single(equicorrelated(D, rho)),
          Array.from({ length: D }, (_, i) => (i === j ? 10 : 0)),
        );
        expect(shares[j]).toBeGreaterThan(0.5);
      }
  });

  it("give equal features equal shares", () => {
    const { shares } = explain(single(equicorrelated(3, 0.7)), [2, 2, 2]);
    for (const share of shares) expect(share).toBeCloseTo(1 / 3, 13);
  });

  it("do not depend on units: bit for bit with powers of two, nearly with others", () => {
    const mixture = fixedMixture(4, 3, 9, 3);
    const twos = [0.25, 2, 1, 2 ** 20];
    const others = [1e-3, 7.3, 1e6, 0.4];
    const batch = sample(mixture, 50, 2);
    for (let i = 0; i < 50; i++) {
      const point = Array.from(batch.values.subarray(4 * i, 4 * i + 4), (x) => 3 * x);
      const plain = explain(mixture, point);
      const inTwos = explain(
        scaled(mixture, twos),
        point.map((x, j) => x * twos[j]!),
      );
      expect(inTwos).toEqual(plain);
      const inOthers = explain(
        scaled(mixture, others),
        point.map((x, j) => x * others[j]!),
      );
      expect(inOthers.nearest).toBe(plain.nearest);
      plain.shares.forEach((share, j) => expect(inOthers.shares[j]).toBeCloseTo(share, 11));
    }
  });

  it("hold for covariances on the edge of singular, and tell along from across", () => {
    const mixture = single(equicorrelated(2, 1 - 1e-12));
    for (const point of [
      [1, -1],
      [5, 5],
    ]) {
      const { shares } = explain(mixture, point);
      expect(shares[0]).toBeCloseTo(0.5, 3);
      expect(sum(shares)).toBeCloseTo(1, 14);
    }
    const tiny = explain(single([1e-200, 0, 0, 1e200]), [3e-100, 4e100]);
    expect([...tiny.shares].map((s) => Math.round(100 * s))).toEqual([36, 64]);
  });

  it("stay finite far away", () => {
    const { shares, mahalanobisSquared, logPValue } = explain(single([1e-200, 0, 0, 1e-200]), [1e100, 1e100]);
    expect([...shares]).toEqual([0.5, 0.5]);
    expect(mahalanobisSquared).toBe(1e300);
    expect(logPValue).toBeCloseTo(-5e299, -290);
  });

  it("are equal at the very mean", () => {
    const mixture = single(equicorrelated(4, 0.5));
    const centre = explain(mixture, [0, 0, 0, 0]);
    expect({ ...centre, shares: [...centre.shares] }).toEqual({
      nearest: 0,
      mahalanobisSquared: 0,
      logPValue: 0,
      shares: [0.25, 0.25, 0.25, 0.25],
    });
    expect([...explain(mixture, [0, Number.NaN, 0, Number.NaN]).shares]).toEqual([0.5, 0, 0.5, 0]);
  });

  it.each(COVARIANCE_TYPES)("exist for covariances of type %s", (covarianceType) => {
    const unit = [2, 0, 0, 2];
    const mixture = new Mixture({
      covarianceType,
      weights: [0.6, 0.4],
      means: [0, 0, 50, 50],
      covariances: [...unit, ...unit],
    });
    const { nearest, mahalanobisSquared, shares } = explain(mixture, [53, 49]);
    expect([nearest, mahalanobisSquared]).toEqual([1, expect.closeTo(5, 12)]);
    expect(shares[0]).toBeCloseTo(0.9, 13);
    expect(shares[1]).toBeCloseTo(0.1, 13);
  });

  it("can be asked for many patterns of missing features, the same each time", () => {
    const mixture = fixedMixture(10, 2, 4, 2);
    const explainer = new Explainer(mixture);
    const pattern = fc.array(fc.option(fc.double({ min: -20, max: 20, noNaN: true }), { nil: Number.NaN }), {
      minLength: 10,
      maxLength: 10,
    });
    fc.assert(
      fc.property(pattern, (point) => {
        expect(explainer.explain(Float64Array.from(point), 0)).toEqual(explain(mixture, point));
      }),
      { numRuns: 600 },
    );
  });
});

describe("the nearest component", () => {
  it("is the one of smallest distance, by id, whatever it weighs", () => {
    const mixture = new Mixture({
      covarianceType: "full",
      weights: [0.99, 0.01],
      means: [0, 0, 10, 0],
      covariances: [1, 0, 0, 1, 1, 0, 0, 1],
      ids: [7, 3],
    });
    expect(explain(mixture, [9, 0])).toMatchObject({
      nearest: 3,
      mahalanobisSquared: 1,
      logPValue: expect.closeTo(-0.5, 15),
    });
    expect(explain(mixture, [1, 0])).toMatchObject({ nearest: 7, mahalanobisSquared: 1 });
  });

  it("is the heaviest of equals, and never one without weight", () => {
    const covariances = [1, 1, 1, 1];
    const mixture = (weights: number[]) =>
      new Mixture({ covarianceType: "full", weights, means: [0, 2, 2, 0], covariances });
    expect(explain(mixture([0.1, 0.2, 0.4, 0.3]), [1]).nearest).toBe(2);
    expect(explain(mixture([0, 0.5, 0.5, 0]), [0]).nearest).toBe(1);
  });

  it("is the heaviest, at distance 0 with no shares, when every feature is missing", () => {
    const { weights, means, covariances } = fixedMixture(3, 4, 1, 2);
    const mixture = new Mixture({ covarianceType: "full", weights, means, covariances, ids: [4, 5, 6, 7] });
    const { nearest, mahalanobisSquared, logPValue, shares } = explain(mixture, [Number.NaN, Number.NaN, Number.NaN]);
    expect(nearest).toBe(4 + weights.indexOf(Math.max(...weights)));
    expect([mahalanobisSquared, logPValue, ...shares]).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("an explainer", () => {
  it("reads the point where it is told to", () => {
    const mixture = fixedMixture(3, 2, 6, 2);
    const values = Float64Array.of(99, 1, 2, 3, 99);
    expect(new Explainer(mixture).explain(values, 1)).toEqual(explain(mixture, [1, 2, 3]));
    expect([...values]).toEqual([99, 1, 2, 3, 99]);
  });

  it.each([3, -1, 9, Number.NaN])("refuses a point that begins at %s of 5 numbers", (at) => {
    const explainer = new Explainer(fixedMixture(3, 2, 6, 2));
    expect(() => explainer.explain(new Float64Array(5), at)).toThrow(
      `5 numbers hold no point of 3 coordinates at ${at}`,
    );
  });
});
