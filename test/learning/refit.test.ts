import { describe, expect, it } from "vitest";
import { OwnChunks } from "../../src/em/chunks.js";
import { drive } from "../../src/em/drive.js";
import { expectation } from "../../src/em/passes.js";
import { defaultKernel } from "../../src/kernel/default-kernel.js";
import { fittedTo } from "../../src/learning/beginnings.js";
import { checkLearnerOptions } from "../../src/learning/learner-options.js";
import { refit } from "../../src/learning/refit.js";
import type { Progress } from "../../src/learning/stepwise-em.js";
import type { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { priorOf } from "../../src/statistics/prior.js";
import { OVERLAPPING, sample } from "../support/fixed-mixtures.js";

const [truth] = OVERLAPPING;
const { components, dimensions } = truth!;
const options = checkLearnerOptions({ dimensions, components, restarts: 2 });
const few = sample(truth!, 1200, 1);
const many = sample(truth!, 6000, 2);
const young = drive(fittedTo(few, components, options, defaultKernel));
const prior = priorOf(options.prior, young.data, components, options.covariance, options.scale);

/** Where a re-fit ended, and how many slices it took. */
function refitted(batch: PointBatch, again: boolean): { readonly progress: Progress; readonly slices: number } {
  const steps = refit({ progress: young, prior }, batch, options, defaultKernel, again);
  for (let slices = 0; ; slices++) {
    const step = steps.next();
    if (step.done) return { progress: step.value!, slices };
  }
}

const meanLogLikelihood = (mixture: Mixture): number =>
  drive(expectation(mixture, new OwnChunks(many, defaultKernel), { mode: "soft" })).logLikelihood / many.count;

describe("a re-fit", () => {
  const last = refitted(many, false);
  const before = meanLogLikelihood(young.mixture);
  const after = meanLogLikelihood(last.progress.mixture);

  it("is nearer to the points it was fitted to, and stands for them", () => {
    expect(after).toBeGreaterThan(before + 0.01);
    expect(last.progress.effectiveCount).toBe(many.count);
    expect(last.progress.statistics.total()).toBeCloseTo(1, 12);
  });

  it("has the statistics of all points but a hundredth of one", () => {
    const { statistics } = drive(
      expectation(last.progress.mixture, new OwnChunks(many, defaultKernel), { mode: "soft" }),
    );
    const counts = last.progress.statistics.count;
    for (let k = 0; k < components; k++)
      expect(Math.abs(counts[k]! * many.count - statistics.count[k]!)).toBeLessThan(0.01);
    expect(counts.some((count, k) => count * many.count !== statistics.count[k])).toBe(true);
  });

  it("ends sooner where it will be done again, a little lower", () => {
    const first = refitted(many, true);
    expect(first.slices).toBeLessThan(last.slices);
    const gained = meanLogLikelihood(first.progress.mixture) - before;
    expect(gained).toBeGreaterThan(0.8 * (after - before));
    expect(gained).toBeLessThan(after - before);
  });

  it("does nothing with points that have no weight", () => {
    const weightless = { ...many, weights: new Float64Array(many.count) };
    expect(drive(refit({ progress: young, prior }, weightless, options, defaultKernel))).toBeUndefined();
  });
});
