import { type Criteria, criteria } from "../mixture/criteria.js";
import type { Mixture } from "../mixture/mixture.js";
import { type PointBatch, type PointsLike, points, totalWeight } from "../mixture/point-batch.js";
import { Random } from "../random/random.js";
import { moments } from "../statistics/moments.js";
import { type Prior, priorOf } from "../statistics/prior.js";
import type { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import { type Chunks, OwnChunks } from "./chunks.js";
import { drive } from "./drive.js";
import { type CheckedFitOptions, checkFitOptions, type FitOptions } from "./fit-options.js";
import { initialMixture } from "./initialise.js";
import { type IterateOptions, iterate, type Run } from "./iterate.js";
import { entropy } from "./passes.js";

/** A fitted mixture and how it was reached. */
export interface FitResult extends Criteria {
  readonly mixture: Mixture;
  /**
   * Log-likelihood of the data in nats: `total`, `mean` a point, and the mean before the first and after every M-step
   * of the continued run. In hard mode, the classification log-likelihood.
   */
  readonly logLikelihood: { readonly total: number; readonly mean: number; readonly trace: readonly number[] };
  readonly converged: boolean;
  /** Number of M-steps of the continued run. */
  readonly iterations: number;
  /** How often a singular covariance was mended by a floor. */
  readonly floored: number;
  /** Points with a weight above 0, and their total weight. */
  readonly points: number;
  readonly weight: number;
  /** Expected statistics of the data under `mixture`. */
  readonly statistics: SufficientStatistics;
  readonly prior: Prior;
}

/** Length of the runs among which the best is chosen. */
const SHORT_RUN = 10;

/**
 * Fits a Gaussian mixture by EM: short runs from k-means++ seeds, the best continued until nothing changes.
 *
 * Source: Bishop, PRML (2006), 9.2.2; short runs: Biernacki, Celeux & Govaert (2003).
 *
 * @param data n × D points; NaN = missing. A batch may carry weights.
 * @throws RangeError on no points (or none with weight), an infinite coordinate, or an option out of range.
 * @example
 * const { mixture, logLikelihood } = fit([[1, 1], [1.2, 0.9], [5, 5], [5.1, 4.8]], { components: 2 });
 * mixture.means; // about [1.1, .95, 5.05, 4.9]
 */
export function fit(data: PointsLike, options: FitOptions): FitResult {
  return drive(fitInSlices(data, options));
}

/** The same as {@link fit}, as a generator that yields after bounded work. */
export function* fitInSlices(data: PointsLike, given: FitOptions): Generator<undefined, FitResult> {
  const options = checkFitOptions(given);
  return yield* fitChunks(new OwnChunks(points(data), options.kernel), options);
}

/** The same over points of which others compute the chunks. */
export function* fitChunks<Y>(chunks: Chunks<Y>, options: CheckedFitOptions): Generator<Y, FitResult> {
  const { prior, run } = yield* bestRun(chunks, options);
  return resultOf(chunks.batch, prior, run, yield* entropy(run.mixture, chunks));
}

function* bestRun<Y>(chunks: Chunks<Y>, options: CheckedFitOptions): Generator<Y, { prior: Prior; run: Run }> {
  const { components, covariance, mode, tolerance, maxIterations, start } = options;
  const { batch } = chunks;
  if (batch.count === 0) throw new RangeError("no points to fit a mixture to");
  if (batch.weights?.every((w) => w === 0)) throw new RangeError("all points have weight 0: nothing to fit to");
  const data = moments(batch);
  const prior = priorOf(options.prior, data, components, covariance, options.scale);
  const long: IterateOptions = { prior, mode, tolerance, maxIterations };
  if (start !== undefined) return { prior, run: yield* iterate(chunks, start, long) };
  const short: IterateOptions = { ...long, maxIterations: Math.min(SHORT_RUN, maxIterations) };
  let best: Run | undefined;
  for (let restart = 0; restart < options.restarts; restart++) {
    const random = new Random(options.seed).fork(restart);
    const initial = yield* initialMixture(chunks, components, covariance, data, prior, random);
    const run = yield* iterate(chunks, initial, short);
    if (best === undefined || run.objective > best.objective) best = run;
  }
  if (best === undefined) throw new RangeError("restarts must be at least 1");
  const rest = yield* iterate(chunks, best.mixture, { ...long, maxIterations: maxIterations - best.iterations });
  return { prior, run: joined(best, rest) };
}

/** The continued run begins with the state in which the short one ended. */
function joined(short: Run, rest: Run): Run {
  return {
    ...rest,
    iterations: short.iterations + rest.iterations,
    trace: [...short.trace, ...rest.trace.slice(1)],
    floored: short.floored + rest.floored,
  };
}

function resultOf(batch: PointBatch, prior: Prior, run: Run, uncertainty: number): FitResult {
  const { mixture, expected, converged, iterations, trace, floored } = run;
  const weight = totalWeight(batch);
  const total = expected.logLikelihood;
  return {
    mixture,
    logLikelihood: { total, mean: total / weight, trace },
    ...criteria(mixture, total, uncertainty, weight),
    converged,
    iterations,
    floored,
    points: batch.weights === undefined ? batch.count : batch.weights.filter((w) => w > 0).length,
    weight,
    statistics: expected.statistics,
    prior,
  };
}
