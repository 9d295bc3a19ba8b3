import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fit } from "../../../src/em/fit.js";
import { COVARIANCE_TYPES } from "../../../src/mixture/covariance/covariance-type.js";
import { covariances } from "../../../src/mixture/covariance/covariances.js";
import { Mixture } from "../../../src/mixture/mixture.js";
import { points } from "../../../src/mixture/point-batch.js";
import { Random } from "../../../src/random/random.js";
import { emptySums, toStatistics } from "../../../src/statistics/sums.js";
import { fixedMixture, sample } from "../../support/fixed-mixtures.js";
import { naiveScores } from "../../support/naive.js";
import { gap } from "../../support/oracles.js";

describe("the reference kernel", () => {
  it("agrees with the textbook for D 1..9, K 1..9 and any covariance type", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(...COVARIANCE_TYPES),
        fc.integer({ min: 1, max: 1000 }),
        (D, K, covariance, seed) => {
          const data = sample(fixedMixture(D, K, seed, 3), 40 * K, seed);
          const { mixture } = fit(data, { components: K, covariance, restarts: 1, maxIterations: 5 });
          const { logDensity } = mixture.score(data);
          for (let i = 0; i < 20; i++) {
            const naive = naiveScores(mixture, Array.from(data.values.subarray(D * i, D * i + D)));
            expect(gap([logDensity[i]!], [naive.logDensity])).toBeLessThan(1e-9);
          }
        },
      ),
      { numRuns: 40, seed: 3 },
    );
  });

  it("does not care how points are cut, nor where they lie in memory", () => {
    const mixture = fixedMixture(3, 4, 1, 2);
    const data = sample(mixture, 501, 2);
    const whole = mixture.score(data);
    const evaluator = mixture.evaluator();
    const pieces = mixture.score({ ...data, count: 0 });
    expect(pieces.count).toBe(0);
    const out = mixture.score(data);
    out.responsibilities.fill(9);
    for (let at = 0; at < 501; at += 7) evaluator.expectation(data.values, at, Math.min(7, 501 - at), out);
    expect(out.responsibilities).toEqual(whole.responsibilities);
    expect(out.logDensity).toEqual(whole.logDensity);
  });

  it("gives a component more than 37 + ln K nats behind exactly nothing", () => {
    const at = (distance: number) =>
      new Mixture({ covarianceType: "full", weights: [0.5, 0.5], means: [0, distance], covariances: [1, 1] });
    const behind = (nats: number) => at(Math.sqrt(2 * nats)).score(points([[0]])).responsibilities;
    const limit = 37 + Math.log(2);
    expect(behind(limit - 0.01)[1]).toBeGreaterThan(0);
    expect([...behind(limit + 0.01)]).toEqual([1, 0]);
  });

  it("stays finite however far a point is", () => {
    const mixture = fixedMixture(2, 3, 1, 2);
    for (const far of [1e3, 1e10, 1e50, 1e100]) {
      const { logDensity, responsibilities, anomalyScore } = mixture.score(points([[far, -far]]));
      for (const v of [...logDensity, ...responsibilities, ...anomalyScore]) expect(Number.isFinite(v)).toBe(true);
      expect(responsibilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14);
    }
  });

  it("ignores a component of weight 0", () => {
    const two = new Mixture({ covarianceType: "full", weights: [1, 0], means: [0, 0], covariances: [1, 1] });
    expect([...two.score(points([[0.5]])).responsibilities]).toEqual([1, 0]);
  });

  it("accumulates missing features as if each pattern were conditioned by hand, for diagonal types too", () => {
    const random = new Random(5);
    for (const covariance of [covariances.full.type, covariances.diagonal.type]) {
      const data = sample(fixedMixture(3, 2, 4, 2), 300, 4);
      const { mixture } = fit(data, { components: 2, covariance });
      const holed = { ...data, values: data.values.map((x) => (random.uniform() < 0.3 ? Number.NaN : x)) };
      const scores = mixture.score(holed);
      const sums = emptySums(2, 3, mixture.structure, mixture.means);
      mixture.evaluator().accumulate(holed.values, 0, 300, scores.responsibilities, undefined, sums);
      const statistics = toStatistics(sums);
      expect(statistics.total()).toBeCloseTo(300, 9);
      for (const v of [...statistics.mean, ...statistics.scatter]) expect(Number.isFinite(v)).toBe(true);
      // Filled in by their expectations, the holes must not shrink the spread of the complete data by much.
      const complete = mixture.score(data);
      const whole = emptySums(2, 3, mixture.structure, mixture.means);
      mixture.evaluator().accumulate(data.values, 0, 300, complete.responsibilities, undefined, whole);
      const expected = toStatistics(whole);
      for (let k = 0; k < 2; k++) expect(statistics.count[k]! / expected.count[k]!).toBeCloseTo(1, 0);
    }
  });
});
