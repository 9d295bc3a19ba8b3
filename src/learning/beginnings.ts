import { type FitResult, fitInSlices } from "../em/fit.js";
import type { Kernel } from "../kernel/kernel.js";
import { entriesOf } from "../mixture/covariance/covariance.js";
import type { Mixture } from "../mixture/mixture.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { type Moments, moments } from "../statistics/moments.js";
import { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import type { CheckedLearnerOptions, ComponentLimits } from "./learner-options.js";
import { COLD_START, offsetAfter, pointsBefore } from "./step-size.js";
import type { Progress } from "./stepwise-em.js";

/** The stream goes on improving the initial mixture: polishing it to the last digit would only delay the labels. */
const WARMUP_TOLERANCE = 1e-5;
const WARMUP_ITERATIONS = 200;
/** Where K is to be found: so many sizes in a row without a better criterion end the search. */
const PATIENCE = 3;

/** What of the options a fit depends on. */
type BeginningOptions = Pick<
  CheckedLearnerOptions,
  "covariance" | "prior" | "mode" | "seed" | "restarts" | "scale" | "miniBatch" | "schedule"
>;

/** A mixture of K components by batch EM on points, in slices, and how stepwise EM goes on from there (version 0). */
export function* fittedTo(
  points: PointBatch,
  components: number,
  options: BeginningOptions,
  kernel: Kernel,
): Generator<undefined, Progress> {
  return progressOf(points, yield* fitOf(points, components, options, kernel), options);
}

/**
 * The same with K between two bounds, by the smallest BIC.
 *
 * Source: Fraley & Raftery, How many clusters?, The Computer Journal 41 (1998).
 */
export function* fittedWithin(
  points: PointBatch,
  { min, max }: ComponentLimits,
  options: BeginningOptions,
  kernel: Kernel,
): Generator<undefined, Progress> {
  let best = yield* fitOf(points, min, options, kernel);
  for (let K = min + 1, worse = 0; K <= max && worse < PATIENCE; K++) {
    const next = yield* fitOf(points, K, options, kernel);
    worse = next.bic < best.bic ? 0 : worse + 1;
    if (worse === 0) best = next;
  }
  return progressOf(points, best, options);
}

function* fitOf(
  points: PointBatch,
  components: number,
  { covariance, prior, mode, seed, restarts, scale }: BeginningOptions,
  kernel: Kernel,
): Generator<undefined, FitResult> {
  return yield* fitInSlices(weighted(points), {
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
}

/** Points without weight still need a mixture to be labelled by. */
function weighted(points: PointBatch): PointBatch {
  if (!points.weights?.every((w) => w === 0)) return points;
  const { count, dimensions, values } = points;
  return { count, dimensions, values };
}

function progressOf(points: PointBatch, fit: FitResult, { miniBatch, schedule }: BeginningOptions): Progress {
  return {
    mixture: fit.mixture,
    statistics: fit.statistics.scale(1 / fit.weight),
    data: moments(weighted(points)),
    version: 0,
    t: 0,
    t0: offsetAfter(fit.weight, miniBatch, schedule),
    effectiveCount: fit.weight,
    observed: Infinity,
  };
}

/** The beginning from a given mixture, which stands for `points` points, or is a guess. */
export function fromMixture(mixture: Mixture, points: number | undefined, options: BeginningOptions): Progress {
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
