import { fitInSlices } from "../em/fit.js";
import type { Kernel } from "../kernel/kernel.js";
import { entriesOf } from "../mixture/covariance/covariance.js";
import type { Mixture } from "../mixture/mixture.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { type Moments, moments } from "../statistics/moments.js";
import { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import { COLD_START, offsetAfter, pointsBefore } from "./step-size.js";
import type { Progress } from "./stepwise-em.js";

/** The stream goes on improving the initial mixture: polishing it to the last digit would only delay the labels. */
const WARMUP_TOLERANCE = 1e-5;
const WARMUP_ITERATIONS = 200;

/** The initial mixture (version 0): batch EM on the points of the warm-up, in slices. */
export function* fromWarmup(
  warmup: PointBatch,
  options: CheckedLearnerOptions,
  kernel: Kernel,
): Generator<undefined, Progress> {
  const { components, covariance, prior, mode, seed, restarts, scale, miniBatch, schedule } = options;
  // Points without weight still need a mixture to be labelled by.
  const weightless = warmup.weights?.every((w) => w === 0) ?? false;
  const { count, dimensions, values } = warmup;
  const batch = weightless ? { count, dimensions, values } : warmup;
  const result = yield* fitInSlices(batch, {
    components,
    covariance,
    prior,
    mode,
    seed,
    restarts,
    scale,
    kernel,
    tolerance: WARMUP_TOLERANCE,
    maxIterations: WARMUP_ITERATIONS,
  });
  return {
    mixture: result.mixture,
    statistics: result.statistics.scale(1 / result.weight),
    data: moments(batch),
    version: 0,
    t: 0,
    t0: offsetAfter(result.weight, miniBatch, schedule),
    effectiveCount: result.weight,
    observed: Infinity,
  };
}

/** The beginning from a given mixture, which stands for `points` points, or is a guess. */
export function fromMixture(mixture: Mixture, points: number | undefined, options: CheckedLearnerOptions): Progress {
  const { miniBatch, schedule } = options;
  const t0 = points === undefined ? COLD_START : offsetAfter(points, miniBatch, schedule);
  return {
    mixture,
    statistics: impliedStatistics(mixture),
    data: impliedMoments(mixture),
    version: 0,
    t: 0,
    t0,
    effectiveCount: points ?? pointsBefore(t0, miniBatch, schedule),
    observed: points === undefined ? 0 : Infinity,
  };
}

/** Statistics whose maximum-likelihood M-step is the mixture itself. */
function impliedStatistics(mixture: Mixture): SufficientStatistics {
  const { components: K, dimensions: D, structure, weights, means, compact } = mixture;
  const statistics = new SufficientStatistics(K, D, structure);
  const entries = entriesOf(structure, D);
  statistics.count.set(weights);
  statistics.mean.set(means);
  for (let k = 0; k < K; k++)
    for (let e = 0; e < entries; e++) statistics.scatter[k * entries + e] = weights[k]! * compact[k * entries + e]!;
  return statistics;
}

/** Mean and variance of every feature under the mixture: within plus between its components. */
function impliedMoments(mixture: Mixture): Moments {
  const { components: K, dimensions: D, structure, weights, means, compact } = mixture;
  const mean = new Float64Array(D);
  const variance = new Float64Array(D);
  for (let j = 0; j < D; j++) {
    for (let k = 0; k < K; k++) mean[j]! += weights[k]! * means[k * D + j]!;
    for (let k = 0; k < K; k++) {
      const within = compact[structure === "full" ? (k * D + j) * D + j : k * D + j]!;
      const between = means[k * D + j]! - mean[j]!;
      variance[j]! += weights[k]! * (within + between * between);
    }
  }
  return { mean, variance };
}
