import type { Mixture } from "../mixture/mixture.js";
import { totalWeight } from "../mixture/point-batch.js";
import { type Ascent, type Assessed, assess } from "./assess.js";
import type { Chunks } from "./chunks.js";
import { maximization } from "./m-step.js";

export interface IterateOptions extends Ascent {
  /** Stop when the mean penalised objective changes by less, in nats a point. */
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** A run of EM. `expected` belongs to `mixture`: statistics and log-likelihood under the final parameters. */
export interface Run extends Assessed {
  readonly converged: boolean;
  /** Number of M-steps. */
  readonly iterations: number;
  /** Mean log-likelihood before the first and after every M-step, nats a point. */
  readonly trace: readonly number[];
  /** How often a covariance had to be mended by the floor. */
  readonly floored: number;
}

/** EM from `start` until nothing changes any more (PRML 9.2.2); yields as its passes do. */
export function* iterate<Y>(chunks: Chunks<Y>, start: Mixture, options: IterateOptions): Generator<Y, Run> {
  const { prior, tolerance, maxIterations } = options;
  const trace: number[] = [];
  const total = totalWeight(chunks.batch);
  let mixture = start;
  let floored = 0;
  let previous = Number.NaN;
  for (let iterations = 0; ; iterations++) {
    const assessed = yield* assess(mixture, chunks, options);
    const { expected, objective } = assessed;
    trace.push(expected.logLikelihood / total);
    const converged = Math.abs(objective - previous) < tolerance;
    if (converged || iterations >= maxIterations) return { ...assessed, converged, iterations, trace, floored };
    const next = maximization(expected.statistics, total, mixture.covarianceType, prior, mixture);
    mixture = next.mixture;
    floored += next.floored;
    previous = objective;
  }
}
