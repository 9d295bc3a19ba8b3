import { describe, expect, it } from "vitest";
import { OwnChunks } from "../../src/em/chunks.js";
import { drive } from "../../src/em/drive.js";
import { iterate } from "../../src/em/iterate.js";
import { expectation } from "../../src/em/passes.js";
import { referenceKernel } from "../../src/kernel/reference/reference-kernel.js";
import type { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { moments } from "../../src/statistics/moments.js";
import { priorOf } from "../../src/statistics/prior.js";
import type { SufficientStatistics } from "../../src/statistics/sufficient-statistics.js";
import { emptySums, toStatistics } from "../../src/statistics/sums.js";
import { table } from "../support/data.js";
import { contract, flat, mixtureFrom, type OracleParameters, oracle, relative } from "../support/oracles.js";

interface Step extends OracleParameters {
  step: number;
  mean_log_likelihood: number;
  statistics: { s0: number[]; mean: number[][]; scatter: number[][][] };
}

const { cases } = oracle<{ cases: { name: string; data: string; covariance_type: string; steps: Step[] }[] }>(
  "em_steps",
);

function after(steps: number, start: Mixture, batch: PointBatch): Mixture {
  const prior = priorOf("none", moments(batch), start.components, start.covarianceType);
  const options = { prior, mode: "soft", tolerance: 0, maxIterations: steps } as const;
  return drive(iterate(new OwnChunks(batch, referenceKernel), start, options)).mixture;
}

/** Statistics with full scatters, whatever the covariance type of the mixture. */
function fullStatistics(mixture: Mixture, batch: PointBatch): SufficientStatistics {
  const { responsibilities } = mixture.score(batch);
  const sums = emptySums(mixture.components, mixture.dimensions, "full", mixture.means);
  mixture.evaluator().accumulate(batch.values, 0, batch.count, responsibilities, undefined, sums);
  return toStatistics(sums);
}

describe.each(cases.map((c) => [c.name, c] as const))("EM from a fixed start: %s", (_, c) => {
  const batch = table(c.data).points;
  const start = mixtureFrom(c.steps[0]!, c.covariance_type);

  it.each(c.steps.map((s) => [s.step, s] as const))("after %i steps", (steps, expected) => {
    const mixture = after(steps, start, batch);
    expect(relative(mixture.weights, expected.weights)).toBeLessThan(1e-11);
    expect(relative(mixture.means, flat(expected.means))).toBeLessThan(1e-11);
    expect(relative(contract(mixture, c.covariance_type), flat(expected.covariances))).toBeLessThan(1e-11);

    const { logLikelihood } = drive(expectation(mixture, new OwnChunks(batch, referenceKernel), { mode: "soft" }));
    expect(relative([logLikelihood / batch.count], [expected.mean_log_likelihood])).toBeLessThan(1e-11);

    const statistics = fullStatistics(mixture, batch);
    expect(relative(statistics.count, expected.statistics.s0)).toBeLessThan(1e-11);
    expect(relative(statistics.mean, flat(expected.statistics.mean))).toBeLessThan(1e-11);
    expect(relative(statistics.scatter, flat(expected.statistics.scatter))).toBeLessThan(1e-11);
  });
});
