import { describe, expect, it } from "vitest";
import { fit } from "../../src/em/fit.js";
import type { Covariance } from "../../src/mixture/covariance/covariance.js";
import { covariances } from "../../src/mixture/covariance/covariances.js";
import type { Mixture } from "../../src/mixture/mixture.js";
import type { SufficientStatistics } from "../../src/statistics/sufficient-statistics.js";
import { asFull } from "../support/as-full.js";
import { D8K8, sample } from "../support/fixed-mixtures.js";
import { naiveScores } from "../support/naive.js";

/** What every covariance type must do; a new type is held to it by one line in a test. */
export function describeCovariance(covariance: Covariance, shape: (mixture: Mixture, k: number) => void): void {
  describe(`covariance type ${covariance.type}`, () => {
    const { type } = covariance;
    const data = sample(D8K8, 3000, 5);
    const { mixture, statistics, logLikelihood, parameters } = fit(data, {
      components: 8,
      covariance: type,
      restarts: 2,
    });

    it("is registered under its own name", () => expect(covariances[type]).toBe(covariance));

    it("has the shape it promises, for every component", () => {
      for (let k = 0; k < 8; k++) {
        shape(mixture, k);
        if (!covariance.shared) continue;
        for (let e = 0; e < 64; e++) expect(mixture.covariances[k * 64 + e]).toBe(mixture.covariances[e]);
      }
    });

    it("has as many free parameters as its entries differ", () => {
      const distinct = new Set(mixture.covariances.filter((v) => v !== 0)).size;
      expect(covariance.freeParameters(8, 8)).toBe(distinct);
      expect(parameters).toBe(7 + 64 + distinct);
    });

    it("agrees with the textbook's densities", () => {
      const { logDensity, responsibilities } = mixture.score(data);
      for (let i = 0; i < 50; i++) {
        const naive = naiveScores(mixture, Array.from(data.values.subarray(8 * i, 8 * i + 8)));
        expect(logDensity[i]).toBeCloseTo(naive.logDensity, 9);
        for (let k = 0; k < 8; k++)
          expect(responsibilities[8 * i + k]).toBeCloseTo(Math.exp(naive.joint[k]! - naive.logDensity), 9);
      }
    });

    it("maximises the likelihood under its constraint: no small change of scale does better", () => {
      const scatters = { components: 8, dimensions: 8, count: statistics.count, scatter: statistics.scatter };
      const plain = { degrees: 0, scale: new Float64Array(8), units: new Float64Array(8).fill(1) };
      const best = mixture.compact.slice();
      covariance.estimate(scatters, plain, best);
      for (const factor of [0.97, 1.03])
        expect(
          expectedLogLikelihood(
            statistics,
            best.map((v) => v * factor),
          ),
        ).toBeLessThan(expectedLogLikelihood(statistics, best));
    });

    it("is not beaten by the types it contains", () => {
      if (type === "full") return;
      const general = fit(data, { components: 8, covariance: "full", start: asFull(mixture) }).logLikelihood.mean;
      expect(general).toBeGreaterThan(logLikelihood.mean);
    });
  });
}

/** Σ_k −½ (n_k log |Σ_k| + tr Σ_k⁻¹ S_k), for diagonal structures entry by entry, else through a fit's own factors. */
function expectedLogLikelihood(statistics: SufficientStatistics, compact: Float64Array): number {
  const { components: K, dimensions: D, structure, count, scatter } = statistics;
  let sum = 0;
  for (let k = 0; k < K; k++) {
    if (structure === "diagonal") {
      for (let j = 0; j < D; j++)
        sum -= 0.5 * (count[k]! * Math.log(compact[k * D + j]!) + scatter[k * D + j]! / compact[k * D + j]!);
      continue;
    }
    const inverse = invert(compact.subarray(k * D * D, (k + 1) * D * D), D);
    let trace = 0;
    for (let e = 0; e < D * D; e++) trace += inverse.matrix[e]! * scatter[k * D * D + e]!;
    sum -= 0.5 * (count[k]! * inverse.logDeterminant + trace);
  }
  return sum;
}

/** Gauss–Jordan on a positive definite matrix. */
function invert(given: Float64Array, D: number): { matrix: Float64Array; logDeterminant: number } {
  const a = given.slice();
  const matrix = new Float64Array(D * D);
  for (let i = 0; i < D; i++) matrix[i * D + i] = 1;
  let logDeterminant = 0;
  for (let c = 0; c < D; c++) {
    const pivot = a[c * D + c]!;
    logDeterminant += Math.log(pivot);
    for (let j = 0; j < D; j++) {
      a[c * D + j]! /= pivot;
      matrix[c * D + j]! /= pivot;
    }
    for (let r = 0; r < D; r++) {
      const factor = a[r * D + c]!;
      if (r === c || factor === 0) continue;
      for (let j = 0; j < D; j++) {
        a[r * D + j]! -= factor * a[c * D + j]!;
        matrix[r * D + j]! -= factor * matrix[c * D + j]!;
      }
    }
  }
  return { matrix, logDeterminant };
}
