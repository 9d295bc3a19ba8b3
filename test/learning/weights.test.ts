import { describe, expect, it } from "vitest";
import { type FitResult, fit } from "../../src/em/fit.js";
import { Learner } from "../../src/learning/learner.js";
import { offsetAfter, stepSize } from "../../src/learning/step-size.js";
import { COVARIANCE_TYPES } from "../../src/mixture/covariance/covariance-type.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { type PointBatch, points } from "../../src/mixture/point-batch.js";
import { Random } from "../../src/random/random.js";
import { D2K5, sample } from "../support/fixed-mixtures.js";
import { withHoles } from "../support/missing.js";
import { relative } from "../support/oracles.js";

/** Whole weights from 0 to 3. */
const wholeWeights = (count: number, seed: number): Float64Array => {
  const random = new Random(seed);
  return Float64Array.from({ length: count }, () => random.below(4));
};

const weighted = (batch: PointBatch, weights: Float64Array): PointBatch => ({ ...batch, weights });

/** Every point as often as it weighs, each copy with weight 1. */
function repeated({ count, dimensions: D, values }: PointBatch, weights: Float64Array): PointBatch {
  const rows: number[] = [];
  for (let i = 0; i < count; i++)
    for (let copy = 0; copy < weights[i]!; copy++) rows.push(...values.subarray(i * D, (i + 1) * D));
  const n = rows.length / D;
  return { count: n, dimensions: D, values: Float64Array.from(rows), weights: new Float64Array(n).fill(1) };
}

/** Points that would be noticed if they weighed anything, between the points of a batch; they weigh nothing. */
function withWeightless(batch: PointBatch): PointBatch {
  const { count, dimensions: D, values } = batch;
  const mixed = new Float64Array(2 * count * D).fill(1e6);
  const weights = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    mixed.set(values.subarray(i * D, (i + 1) * D), 2 * i * D);
    weights[2 * i] = batch.weights?.[i] ?? 1;
  }
  return { count: 2 * count, dimensions: D, values: mixed, weights };
}

const parametersOf = ({ weights, means, compact }: Mixture) => [weights, means, compact];

function areSame(found: Mixture, due: Mixture, tolerance: number): void {
  const expected = parametersOf(due);
  parametersOf(found).forEach((array, a) => expect(relative(array, expected[a]!)).toBeLessThan(tolerance));
}

const all = COVARIANCE_TYPES.flatMap((covariance) =>
  (["soft", "hard"] as const).map((mode) => [covariance, mode] as const),
);

describe("weights in a batch fit", () => {
  const complete = sample(D2K5, 300, 1);
  const weights = wholeWeights(300, 2);

  it.each(all)("are repeated points, seeds and all: %s, %s", (covariance, mode) => {
    for (const batch of [complete, withHoles(complete, 0.2, 3)])
      for (const prior of ["default", "mclust", "none"] as const) {
        // Of several restarts that end alike, rounding chooses one, and its order of components.
        const options = { components: 3, covariance, mode, prior, restarts: 1 };
        const [a, b] = [weighted(batch, weights), repeated(batch, weights)].map((data) => fit(data, options));
        areSame(a!.mixture, b!.mixture, 1e-9);
        const figures = ({ logLikelihood, bic, aic, icl, weight }: FitResult) => [
          logLikelihood.total,
          bic,
          aic,
          icl,
          weight,
        ];
        expect(relative(figures(a!), figures(b!))).toBeLessThan(1e-11);
        expect([a!.iterations, a!.converged]).toEqual([b!.iterations, b!.converged]);
      }
  });

  it.each(all)("of 0 leave no trace, to the bit: %s, %s", (covariance, mode) => {
    const options = { components: 3, covariance, mode, restarts: 2 };
    const [a, b] = [weighted(complete, weights), withWeightless(weighted(complete, weights))].map((data) =>
      fit(data, options),
    );
    expect(parametersOf(b!.mixture)).toEqual(parametersOf(a!.mixture));
    expect([b!.logLikelihood, b!.bic, b!.icl, b!.points]).toEqual([a!.logLikelihood, a!.bic, a!.icl, a!.points]);
  });

  it("count in proportion to each other alone, where there is no prior", () => {
    const heavy = weights.map((w) => 1024 * w);
    const [a, b] = [weights, heavy].map((w) => fit(weighted(complete, w), { components: 3, prior: "none" }));
    areSame(b!.mixture, a!.mixture, 1e-12);
    expect(b!.logLikelihood.mean).toBeCloseTo(a!.logLikelihood.mean, 12);
  });

  it.each([1e-300, 1e-9, 1e9, 1e90])("may all be %f", (weight) => {
    for (const prior of ["default", "mclust", "none"] as const) {
      const { mixture, logLikelihood } = fit(weighted(complete, new Float64Array(300).fill(weight)), {
        components: 3,
        prior,
        restarts: 2,
      });
      for (const numbers of [...parametersOf(mixture), [logLikelihood.mean]])
        for (const v of numbers) expect(Number.isFinite(v)).toBe(true);
    }
  });
});

describe("weights in a stream", () => {
  // What is examined here is the mixture that labels; those beside it would cost time.
  const options = { dimensions: 2, components: 5, restarts: 2, anomaly: { components: "single" } } as const;
  const start = { mixture: D2K5, points: 1000 };

  // A mini-batch closes after B points, whatever they weigh: only a flush closes one after a given weight.
  it.each(all)("are repeated points in the warm-up and in each mini-batch: %s, %s", (covariance, mode) => {
    for (const share of [0, 0.2]) {
      const given = { ...options, covariance, mode, warmup: 2000, miniBatch: 200 };
      const [a, b] = [new Learner(given), new Learner(given)];
      for (let part = 0; part < 8; part++) {
        const count = part === 0 ? 600 : 60;
        const batch = withHoles(sample(D2K5, count, 10 + part), share, part);
        const weights = wholeWeights(count, part);
        a!.learn(weighted(batch, weights));
        b!.learn(repeated(batch, weights));
        a!.flush();
        b!.flush();
        areSame(a!.mixture!, b!.mixture!, 1e-9);
      }
      expect(a!.version).toBe(7);
      expect([b!.version, b!.step]).toEqual([7, a!.step]);
      expect(b!.effectiveCount / a!.effectiveCount).toBeCloseTo(1, 12);
    }
  });

  it("a mini-batch of weight w takes the share γw/(γw + (1 − γ)B), and counts as w/B steps", () => {
    const B = 50;
    const one = new Mixture({ covarianceType: "full", weights: [1], means: [10], covariances: [4] });
    for (const weight of [0.1, 0.5, 1, 3]) {
      const learner = new Learner({
        dimensions: 1,
        components: 1,
        miniBatch: B,
        prior: "none",
        start: { mixture: one, points: 400 },
      });
      const { schedule } = learner.options;
      const x = sample(new Mixture({ covarianceType: "full", weights: [1], means: [2], covariances: [1] }), 2 * B, 5);
      learner.learn(weighted(x, new Float64Array(2 * B).fill(weight)));
      let [mean, second, n] = [10, 104, 400];
      for (const batch of [0, 1]) {
        const part = x.values.subarray(batch * B, (batch + 1) * B);
        const w = weight * B;
        const gamma = stepSize(((batch + 1) * w) / B, offsetAfter(400, B, schedule), B, schedule);
        const f = (gamma * w) / (gamma * w + (1 - gamma) * B);
        mean = (1 - f) * mean + (f * part.reduce((a, b) => a + b, 0)) / B;
        second = (1 - f) * second + (f * part.reduce((a, b) => a + b * b, 0)) / B;
        n = 1 / (f ** 2 / w + (1 - f) ** 2 / n);
      }
      expect(learner.mixture!.means[0]).toBeCloseTo(mean, 11);
      expect(learner.mixture!.compact[0]).toBeCloseTo(second - mean ** 2, 10);
      expect(learner.effectiveCount).toBeCloseTo(n, 8);
      expect(learner.version).toBe(2);
    }
  });

  it.each(all)("of 0 leave no trace in mixture and step, to the bit: %s, %s", (covariance, mode) => {
    const given = { ...options, covariance, mode, warmup: 2000, miniBatch: 200 };
    const [a, b] = [new Learner(given), new Learner(given)];
    for (let part = 0; part < 4; part++) {
      const batch = withHoles(sample(D2K5, part === 0 ? 600 : 90, 20 + part), 0.1, part);
      const mixed = withWeightless(batch);
      a!.learn(batch);
      const { count } = b!.learn(mixed);
      expect(part === 0 ? b!.flush().count : count).toBe(mixed.count);
      if (part > 0) b!.flush();
      a!.flush();
      expect(parametersOf(b!.mixture!)).toEqual(parametersOf(a!.mixture!));
    }
    expect([b!.version, b!.step, b!.effectiveCount]).toEqual([a!.version, a!.step, a!.effectiveCount]);
  });

  it("all 0 after the warm-up close mini-batches, label, and change neither mixture nor step", () => {
    const learner = new Learner({ ...options, start });
    const { step, effectiveCount } = learner;
    const labels = learner.learn(weighted(sample(D2K5, 350, 4), new Float64Array(350)));
    expect(labels.count).toBe(350);
    expect([learner.mixture, learner.version]).toEqual([D2K5, 3]);
    expect([learner.step, learner.effectiveCount]).toEqual([step, effectiveCount]);
  });

  it("all 0 in the warm-up make a mixture of the points as if they weighed 1", () => {
    const batch = sample(D2K5, 400, 6);
    const [a, b] = [0, 1].map((weight) => {
      const learner = new Learner({ ...options, warmup: 400 });
      const labels = learner.learn(weighted(batch, new Float64Array(400).fill(weight)));
      return { learner, labels };
    });
    expect(a!.labels.count).toBe(400);
    expect(a!.learner.mixture!.means.every(Number.isFinite)).toBe(true);
    expect(Math.abs(mean(a!.labels.logDensity) - mean(b!.labels.logDensity))).toBeLessThan(0.05);
  });

  it.each([1e-300, 1e-9, 1e9, 1e90])("may all be %f", (weight) => {
    const learner = new Learner({ ...options, warmup: 300 });
    const labels = learner.learn(weighted(sample(D2K5, 1000, 7), new Float64Array(1000).fill(weight)));
    expect(labels.count).toBe(1000);
    for (const numbers of [...parametersOf(learner.mixture!), labels.logDensity, [learner.effectiveCount]])
      for (const v of numbers) expect(Number.isFinite(v)).toBe(true);
  });

  it.each([
    [[1, -1], "the weight of point 1 is -1"],
    [[Number.NaN, 1], "the weight of point 0 is NaN"],
    [[1, Infinity], "the weight of point 1 is Infinity"],
    [[1], "1 weights for 2 points"],
  ])("%j are refused, and nothing is learned", (weights, message) => {
    const learner = new Learner({ ...options, start });
    learner.learn(sample(D2K5, 30, 1));
    const state = learner.toBytes();
    const two = points([
      [1, 2],
      [3, 4],
    ]);
    expect(() => learner.learn(weighted(two, Float64Array.from(weights)))).toThrow(message);
    expect(learner.toBytes()).toEqual(state);
  });
});

const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
