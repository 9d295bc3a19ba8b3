import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fit } from "../../src/em/fit.js";
import { Learner } from "../../src/learning/learner.js";
import type { LearnerOptions } from "../../src/learning/learner-options.js";
import { COVARIANCE_TYPES } from "../../src/mixture/covariance/covariance-type.js";
import { type PointBatch, points } from "../../src/mixture/point-batch.js";
import { Random } from "../../src/random/random.js";
import { D2K5, meanLogDensity, sample } from "../support/fixed-mixtures.js";
import { inOrderOf, withHoles } from "../support/missing.js";
import { relative } from "../support/oracles.js";
import { estimatesOf, inSamplingErrors, TRUTHS } from "../support/sampling-error.js";

const NOTHING = Number.NaN;
// What is examined here is the mixture that labels; those beside it would cost time.
const alone = { anomaly: { components: "single" }, restarts: 3 } as const;

describe.each(TRUTHS)(
  "one pass over points of which three tenths of all coordinates are missing at random: %s",
  (_, truth) => {
    const { components, dimensions, covarianceType: covariance } = truth;
    const sets = Array.from({ length: 10 }, (_, r) => sample(truth, 5000, 200 + r));
    const complete = sets.map((batch) => estimatesOf(fit(batch, { components, covariance, start: truth }).mixture));
    const learned = (change: (batch: PointBatch, r: number) => PointBatch) =>
      sets.map((batch, r) => {
        const learner = new Learner({ ...alone, dimensions, components, covariance });
        learner.learn(change(batch, r));
        return estimatesOf(inOrderOf(truth, learner.mixture!));
      });

    it("means and covariances lie within twice the sampling error of a batch fit to the complete points", () => {
      const holed = learned((batch, r) => withHoles(batch, 0.3, r));
      expect(Math.max(...inSamplingErrors(holed, complete))).toBeLessThan(2);
    });
  },
);

describe("points with holes", () => {
  const holed = withHoles(sample(D2K5, 3000, 7), 0.3, 7);
  const random = new Random(7);
  const source: PointBatch = { ...holed, weights: Float64Array.from({ length: 3000 }, () => random.below(3) / 2) };
  const rows = (from: number, to: number): PointBatch => ({
    count: to - from,
    dimensions: 2,
    values: source.values.subarray(2 * from, 2 * to),
    weights: source.weights!.subarray(from, to),
  });

  it("are learned the same however they are cut, and across save and restore, for every type and mode", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...COVARIANCE_TYPES),
        fc.constantFrom("soft" as const, "hard" as const),
        // More than a block of the kernel holds, and less.
        fc.constantFrom(100, 300),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 20 }),
        (covariance, mode, miniBatch, cuts) => {
          const more = { covariance, mode, miniBatch, warmup: 500 };
          const options: LearnerOptions = { ...alone, dimensions: 2, components: 5, ...more };
          const straight = new Learner(options);
          straight.learn(source);
          let cut = new Learner(options);
          for (let at = 0, n = 0; at < 3000; n++) {
            const to = Math.min(3000, at + cuts[n % cuts.length]!);
            cut.learn(rows(at, to));
            cut = Learner.fromBytes(cut.toBytes());
            at = to;
          }
          expect(cut.toBytes()).toEqual(straight.toBytes());
        },
      ),
      { numRuns: 10, seed: 4 },
    );
  });

  it("of which nothing is known are labelled by the weights, and move nothing", () => {
    const start = { mixture: D2K5, points: 1000 };
    const learner = new Learner({ dimensions: 2, components: 5, start, prior: "none" });
    const empty = points(Array.from({ length: 250 }, () => [NOTHING, NOTHING]));
    const labels = learner.learn(empty);
    expect(labels.count).toBe(250);
    expect(Math.max(...labels.logDensity.map(Math.abs))).toBeLessThan(1e-12);
    expect(Math.max(...labels.anomalyScore)).toBeLessThan(1e-12);
    expect(relative(labels.responsibilities.subarray(0, 5), D2K5.weights)).toBeLessThan(1e-14);
    expect(learner.version).toBe(2);
    const { weights, means, compact } = learner.mixture!;
    for (const [found, due] of [
      [weights, D2K5.weights],
      [means, D2K5.means],
      [compact, D2K5.compact],
    ] as const)
      expect(relative(found, due)).toBeLessThan(1e-13);
  });

  it("of which nothing is known in the whole warm-up are labelled, too", () => {
    for (const covariance of COVARIANCE_TYPES) {
      const learner = new Learner({ dimensions: 2, components: 3, warmup: 50, ...alone, covariance });
      const labels = learner.learn(points(Array.from({ length: 260 }, () => [NOTHING, NOTHING])));
      expect(labels.count).toBe(260);
      for (const v of [...labels.logDensity, ...labels.anomalyScore, ...labels.responsibilities])
        expect(Number.isFinite(v)).toBe(true);
    }
  });
});

describe("a feature that is never observed during warm-up", () => {
  it("yields labels all the same, and is learned once it comes", () => {
    const complete = sample(D2K5, 8000, 11);
    const values = complete.values.map((x, e) => (e % 2 === 1 && e < 2 * 1000 ? NOTHING : x));
    const learner = new Learner({ ...alone, dimensions: 2, components: 5, warmup: 1000, restarts: 10 });
    const labels = learner.learn({ ...complete, values });
    expect(labels.count).toBe(8000);
    for (const v of [...labels.logDensity, ...labels.anomalyScore]) expect(Number.isFinite(v)).toBe(true);
    const fresh = sample(D2K5, 4000, 12);
    expect(meanLogDensity(learner.mixture!, fresh)).toBeGreaterThan(meanLogDensity(D2K5, fresh) - 0.03);
  });
});
