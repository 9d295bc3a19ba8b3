import { fit } from "../src/em/fit.js";
import type { CovarianceType } from "../src/mixture/covariance/covariance-type.js";
import type { Mixture } from "../src/mixture/mixture.js";
import type { PointBatch } from "../src/mixture/point-batch.js";
import { fixedMixture, sample } from "../test/support/fixed-mixtures.js";

export const DATA = ["separated", "overlapping"] as const;

/** A mixture, and points that are to be learned with it. */
export interface Case {
  readonly data: (typeof DATA)[number];
  readonly mixture: Mixture;
  readonly points: PointBatch;
}

/** Means ~ N(0, 25 I) (separated) or N(0, 4/D I) (overlapping); points in random order, the same every time. */
export function benchCase(data: Case["data"], dimensions: number, components: number, count: number): Case {
  const spread = data === "separated" ? 5 : 2 / Math.sqrt(dimensions);
  const mixture = fixedMixture(dimensions, components, 1, spread);
  return { data, mixture, points: sample(mixture, count, 2) };
}

/** The same points under a mixture of another covariance type, fitted to them in a few iterations. */
export function withCovariance({ data, mixture, points }: Case, covariance: CovarianceType): Case {
  if (mixture.covarianceType === covariance) return { data, mixture, points };
  const options = { components: mixture.components, covariance, restarts: 1, maxIterations: 3 };
  return { data, mixture: fit(points, options).mixture, points };
}
