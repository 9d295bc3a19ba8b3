import { drive } from "../../../src/em/drive.js";
import { fit } from "../../../src/em/fit.js";
import { defaultKernel } from "../../../src/kernel/default-kernel.js";
import { priorFor } from "../../../src/lifecycle/prior-for.js";
import { type Change, type ReviewInput, review } from "../../../src/lifecycle/review.js";
import type { CovarianceType } from "../../../src/mixture/covariance/covariance-type.js";
import type { Mixture } from "../../../src/mixture/mixture.js";
import type { PointBatch } from "../../../src/mixture/point-batch.js";
import type { PriorKind } from "../../../src/statistics/prior.js";

/** How a mixture was learned that is looked at then. */
export interface Learned {
  readonly components: number;
  readonly covariance?: CovarianceType;
  readonly prior?: PriorKind;
  /** EM starts here, and so misses no cluster; without it, from seeds. */
  readonly start?: Mixture;
  readonly maxIterations?: number;
  /** How many points the statistics stand for; default: as many as were learned. */
  readonly effectiveCount?: number;
  readonly limits?: { min: number; max: number };
}

/** A stream that has learned some points and looks at its components with the help of others. */
export function learned(points: PointBatch, recent: PointBatch, options: Learned): ReviewInput {
  const { components, effectiveCount, limits = { min: 1, max: 16 }, ...rest } = options;
  const fitted = fit(points, { components, restarts: 5, tolerance: 1e-5, ...rest });
  return {
    mixture: fitted.mixture,
    statistics: fitted.statistics.scale(1 / fitted.statistics.total()),
    effectiveCount: effectiveCount ?? fitted.weight,
    prior: fitted.prior,
    recent,
    limits,
    nextId: components,
    version: 7,
    seed: 1,
    kernel: defaultKernel,
  };
}

export function reviewed(input: ReviewInput): Change | undefined {
  return drive(review(input));
}

/** What is looked at next, once a change has been made. */
export function changed(input: ReviewInput, change: Change): ReviewInput {
  const { mixture, statistics, effectiveCount, nextId } = change;
  const prior = priorFor(input.prior, mixture.covarianceType, input.mixture.components, mixture.components);
  return { ...input, mixture, statistics, effectiveCount, nextId, prior, version: input.version + 1 };
}
