import { describe, expect, it } from "vitest";
import { type FitResult, fit } from "../../src/em/fit.js";
import { COVARIANCE_TYPES } from "../../src/mixture/covariance/covariance-type.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { type PointBatch, points } from "../../src/mixture/point-batch.js";
import { moments } from "../../src/statistics/moments.js";
import { table } from "../support/data.js";
import { fixedMixture, sample } from "../support/fixed-mixtures.js";
import { inOrderOf, marginalOf, withHoles } from "../support/missing.js";
import { naiveScores } from "../support/naive.js";
import { relative } from "../support/oracles.js";
import { estimatesOf, inSamplingErrors, TRUTHS } from "../support/sampling-error.js";

const faithful = table("faithful").points;
/** EM to the last digit that a test asks for. */
const PATIENT = { prior: "none", tolerance: 1e-15, maxIterations: 20_000 } as const;

describe.each(TRUTHS)("three tenths of all coordinates missing at random: %s", (_, truth) => {
  const { components, covarianceType: covariance } = truth;
  const sets = Array.from({ length: 16 }, (_, r) => sample(truth, 1000, 100 + r));
  const estimates = (change: (batch: PointBatch, r: number) => PointBatch) =>
    sets.map((batch, r) => estimatesOf(fit(change(batch, r), { components, covariance, start: truth }).mixture));
  const complete = estimates((batch) => batch);

  it("means and covariances lie within twice the sampling error of the complete data's", () => {
    const holed = estimates((batch, r) => withHoles(batch, 0.3, r));
    expect(Math.max(...inSamplingErrors(holed, complete))).toBeLessThan(2);
  });

  it("which they do not where holes are filled with the feature's mean", () => {
    const filled = estimates((batch, r) => {
      const { mean } = moments(batch);
      const { values } = withHoles(batch, 0.3, r);
      return { ...batch, values: values.map((x, e) => (Number.isNaN(x) ? mean[e % batch.dimensions]! : x)) };
    });
    expect(Math.max(...inSamplingErrors(filled, complete))).toBeGreaterThan(4);
  });
});

describe("maximum likelihood from incomplete points", () => {
  it("of one diagonal component is each feature's own mean and variance, weights included", () => {
    const holed = withHoles(sample(fixedMixture(3, 2, 4, 2), 200, 4), 0.4, 1);
    const batch = { ...holed, weights: Float64Array.from({ length: 200 }, (_, i) => (i % 4) / 2) };
    const { mixture } = fit(batch, { ...PATIENT, components: 1, covariance: "diagonal" });
    const { mean, variance } = moments(batch);
    expect(relative(mixture.means, mean)).toBeLessThan(1e-7);
    expect(relative(mixture.compact, variance)).toBeLessThan(1e-7);
  });

  it("of one full component, where only the second feature has holes, is Anderson's by regression", () => {
    const rows = Array.from({ length: faithful.count }, (_, i) => [...faithful.values.subarray(2 * i, 2 * i + 2)]);
    // Missing where the first feature is large: not at random altogether, but at random given what is observed.
    const holed = rows.map(([x, y]) => [x!, x! > 4 ? Number.NaN : y!]);
    const { mixture, logLikelihood } = fit(holed, { ...PATIENT, components: 1 });
    const expected = anderson(holed);
    expect(relative(mixture.means, expected.means)).toBeLessThan(1e-6);
    expect(relative(mixture.compact, expected.covariance)).toBeLessThan(1e-5);
    // The mean of the observed alone would be far off: 63 instead of 71.
    expect(moments(points(holed)).mean[1]! - expected.means[1]!).toBeLessThan(-5);
    const { means, covariance: covariances } = expected;
    const best = new Mixture({ covarianceType: "full", weights: [1], means, covariances });
    const highest = best.logDensity(points(holed)).reduce((a, b) => a + b, 0);
    expect(Math.abs(logLikelihood.total - highest)).toBeLessThan(1e-8 * Math.abs(highest));
  });

  it("of two full components is a maximum of the marginal likelihood, by the textbook's densities", () => {
    const batch = withHoles(sample(TRUTHS[0]![1], 60, 3), 0.3, 3);
    const { mixture } = fit(batch, { ...PATIENT, components: 2, start: TRUTHS[0]![1] });
    const top = naiveLogLikelihood(mixture, batch);
    for (const moved of neighbours(mixture, 1e-3)) expect(naiveLogLikelihood(moved, batch)).toBeLessThan(top);
  });

  it("climbs at every step, whatever the covariance type", () => {
    const batch = withHoles(sample(fixedMixture(3, 4, 9, 1.5), 300, 9), 0.3, 9);
    for (const covariance of COVARIANCE_TYPES) {
      const { trace } = fit(batch, { components: 3, covariance, prior: "none", maxIterations: 60 }).logLikelihood;
      for (let i = 1; i < trace.length; i++) expect(trace[i]! - trace[i - 1]!).toBeGreaterThan(-1e-12);
    }
  });

  it("the hard way, too", () => {
    const [, truth] = TRUTHS[2]!;
    const batch = withHoles(sample(truth, 2000, 5), 0.3, 5);
    const { mixture, converged } = fit(batch, { components: 3, mode: "hard", start: truth });
    expect(converged).toBe(true);
    expect(relative(mixture.means, truth.means)).toBeLessThan(0.05);
  });
});

describe("points of which nothing is known", () => {
  const nothing = Array.from({ length: 60 }, () => Number.NaN);
  const values = Float64Array.from([...faithful.values, ...nothing, ...nothing]);
  const padded: PointBatch = { count: faithful.count + 60, dimensions: 2, values };

  it.each(COVARIANCE_TYPES)("move nothing: %s", (covariance) => {
    for (const prior of ["none", "default", "mclust"] as const) {
      const options = { ...PATIENT, components: 2, covariance, prior, tolerance: 1e-14 } as const;
      const without = fit(faithful, options);
      const { mixture, logLikelihood, points: counted } = fit(padded, { ...options, start: without.mixture });
      // Under a prior every M-step adds a floor of 1e-6 of the variance; what the floors add up to depends on the pace.
      const tolerance = prior === "none" ? 1e-6 : 2e-5;
      expect(relative(mixture.weights, without.mixture.weights)).toBeLessThan(tolerance);
      expect(relative(mixture.means, without.mixture.means)).toBeLessThan(tolerance);
      expect(relative(mixture.compact, without.mixture.compact)).toBeLessThan(tolerance);
      expect(Math.abs(logLikelihood.total - without.logLikelihood.total)).toBeLessThan(2 * tolerance);
      expect(counted).toBe(332);
    }
  });

  it("alone are a fit without a likelihood to speak of", () => {
    for (const covariance of COVARIANCE_TYPES)
      for (const prior of ["none", "default", "mclust"] as const) {
        const batch = points(nothing.map((x) => [x, x]));
        const result = fit(batch, { components: 2, covariance, prior, restarts: 2, maxIterations: 20 });
        expect(result.logLikelihood.total).toBeCloseTo(0, 12);
        isUsable(result);
      }
  });
});

describe("a feature that is never observed", () => {
  const wide = (between: number): PointBatch => {
    const values = new Float64Array(3 * faithful.count).fill(Number.NaN);
    for (let i = 0; i < faithful.count; i++) {
      values[3 * i] = faithful.values[2 * i]!;
      values[3 * i + between] = faithful.values[2 * i + 1]!;
    }
    return { count: faithful.count, dimensions: 3, values };
  };

  it.each([1, 2])("changes nothing about the others (they are 0 and %i)", (other) => {
    for (const covariance of ["full", "tied", "diagonal", "tied-diagonal"] as const) {
      const options = { ...PATIENT, components: 2, covariance, tolerance: 1e-13 };
      const without = fit(faithful, options);
      const { mixture, logLikelihood } = fit(wide(other), options);
      expect(logLikelihood.total).toBeCloseTo(without.logLikelihood.total, 6);
      const seen = inOrderOf(without.mixture, marginalOf(mixture, [0, other]));
      expect(relative(seen.means, without.mixture.means)).toBeLessThan(1e-5);
      expect(relative(seen.covariances, without.mixture.covariances)).toBeLessThan(1e-4);
    }
  });

  it("is as wide as the others are on average, not as narrow as a constant, for all that is known", () => {
    const { mean, variance } = moments(wide(2));
    expect([mean[1], variance[1]]).toEqual([0, (variance[0]! + variance[2]!) / 2]);
    const weightless = { ...faithful, weights: new Float64Array(faithful.count) };
    expect(moments(weightless).variance).toEqual(Float64Array.of(0, 0));
    expect(
      moments(
        points([
          [1, 2],
          [1, Number.NaN],
          [1, 4],
        ]),
      ).variance,
    ).toEqual(Float64Array.of(0, 1));
  });

  it.each(COVARIANCE_TYPES)("leaves finite numbers behind, and a fit that ends: %s", (covariance) => {
    for (const prior of ["none", "default", "mclust"] as const)
      for (const mode of ["soft", "hard"] as const) {
        const result = fit(wide(2), { components: 2, covariance, prior, mode, restarts: 3 });
        isUsable(result);
        expect(result.converged).toBe(true);
      }
  });
});

function isUsable({ mixture, bic, icl }: FitResult): void {
  const { weights, means, compact } = mixture;
  for (const numbers of [weights, means, compact, [bic, icl]])
    for (const v of numbers) expect(Number.isFinite(v)).toBe(true);
}

/** Maximum likelihood where feature 1 is missing in places (Anderson, JASA 52, 1957): the regression carries over. */
function anderson(rows: readonly (readonly number[])[]): { means: number[]; covariance: number[] } {
  const average = (of: readonly number[]) => of.reduce((a, b) => a + b, 0) / of.length;
  const product = (a: readonly number[], b: readonly number[]) => {
    const [p, q] = [average(a), average(b)];
    return average(a.map((v, i) => (v - p) * (b[i]! - q)));
  };
  const whole = rows.filter(([, y]) => !Number.isNaN(y));
  const [x, y, all] = [whole.map((r) => r[0]!), whole.map((r) => r[1]!), rows.map((r) => r[0]!)];
  const slope = product(x, y) / product(x, x);
  const residual = product(y, y) - slope * product(x, y);
  const spread = product(all, all);
  const mean = average(y) + slope * (average(all) - average(x));
  const across = slope * spread;
  return { means: [average(all), mean], covariance: [spread, across, across, residual + slope * across] };
}

function naiveLogLikelihood(mixture: Mixture, { count, dimensions: D, values }: PointBatch): number {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const row = [...values.subarray(i * D, (i + 1) * D)];
    const seen = [...row.keys()].filter((j) => !Number.isNaN(row[j]!));
    if (seen.length > 0)
      sum += naiveScores(
        marginalOf(mixture, seen),
        seen.map((j) => row[j]!),
      ).logDensity;
  }
  return sum;
}

/** A step up and down in every parameter of two full components in two dimensions. */
function neighbours({ weights, means, compact }: Mixture, step: number): Mixture[] {
  return [step, -step].flatMap((h) => {
    const mixture = (changed: object) =>
      new Mixture({ covarianceType: "full", weights, means, covariances: compact, ...changed });
    const changes = [{ weights: [weights[0]! + h, weights[1]! - h] }];
    const moves = Array.from(means.keys()).map((e) => ({ means: means.with(e, means[e]! + h) }));
    const stretches = Array.from(compact.keys())
      .filter((e) => e % 4 !== 2)
      .map((e) => ({
        covariances: compact.map((c, at) => (at === e || (e % 4 === 1 && at === e + 1) ? c + h : c)),
      }));
    return [...changes, ...moves, ...stretches].map(mixture);
  });
}
