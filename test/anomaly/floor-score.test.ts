import { describe, expect, it } from "vitest";
import { floorScores } from "../../src/anomaly/floor-score.js";
import { COVARIANCE_TYPES } from "../../src/mixture/covariance/covariance-type.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { points } from "../../src/mixture/point-batch.js";
import { fixedMixture, sample } from "../support/fixed-mixtures.js";
import { naiveScores } from "../support/naive.js";

function weighted(weights: number[]): Mixture {
  const { means, covariances } = fixedMixture(3, weights.length, 5, 4);
  return new Mixture({ covarianceType: "full", weights, means, covariances });
}

/** −log of the sum over the components that are named. */
function naive(mixture: Mixture, point: readonly number[], chosen: readonly number[]): number {
  const { joint } = naiveScores(mixture, point);
  return -Math.log(chosen.reduce((sum, k) => sum + Math.exp(joint[k]!), 0));
}

describe("floorScores", () => {
  it.each([
    [
      [0.5, 0.05, 0.35, 0.1],
      [0, 2, 3],
    ],
    [
      [0.3, 0.3, 0.4],
      [0, 1, 2],
    ],
    // None reaches .1: the heaviest counts, and whatever is as heavy.
    [
      [...Array(8).fill(0.0825), ...Array(4).fill(0.085)],
      [8, 9, 10, 11],
    ],
    [[0, 1, 0], [1]],
  ])("sums the heavy components only, with their weights as they are: %j", (weights, chosen) => {
    const mixture = weighted(weights);
    const batch = sample(mixture, 50, 3);
    const scores = floorScores(mixture, batch);
    expect(scores).toHaveLength(50);
    for (let i = 0; i < 50; i++) {
      const point = Array.from(batch.values.subarray(i * 3, i * 3 + 3));
      expect(scores[i]).toBeCloseTo(naive(mixture, point, chosen), 9);
    }
  });

  it("does not let a tight cluster of anomalies call itself normal", () => {
    const mixture = new Mixture({
      covarianceType: "full",
      weights: [0.97, 0.03],
      means: [0, 0, 8, 8],
      covariances: [1, 0, 0, 1, 1e-6, 0, 0, 1e-6],
    });
    const batch = points([
      [8, 8],
      [2, 2],
    ]);
    const [anomaly, normal] = floorScores(mixture, batch);
    expect(anomaly).toBeGreaterThan(normal! + 50);
    const [plainAnomaly, plainNormal] = mixture.logDensity(batch);
    expect(plainAnomaly).toBeGreaterThan(plainNormal!);
  });

  it.each(COVARIANCE_TYPES)(
    "works for covariances of type %s, and marginalises missing features out",
    (covarianceType) => {
      const unit = [2, 0, 0, 2];
      const mixture = new Mixture({
        covarianceType,
        weights: [0.6, 0.05, 0.35],
        means: [0, 0, 5, 5, -3, 2],
        covariances: [...unit, ...unit, ...unit],
      });
      const [score, nothing] = floorScores(
        mixture,
        points([
          [1, Number.NaN],
          [Number.NaN, Number.NaN],
        ]),
      );
      const normal = (x: number, mean: number) => Math.exp(-((x - mean) ** 2) / 4) / Math.sqrt(4 * Math.PI);
      expect(score).toBeCloseTo(-Math.log(0.6 * normal(1, 0) + 0.35 * normal(1, -3)), 12);
      expect(nothing).toBeCloseTo(-Math.log(0.95), 12);
    },
  );

  it("refuses points of other dimensions", () => {
    expect(() => floorScores(weighted([0.5, 0.5]), points([[1, 2]]))).toThrow(
      "points have 2 dimensions, the mixture 3",
    );
  });
});
