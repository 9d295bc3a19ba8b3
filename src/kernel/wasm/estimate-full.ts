import type { SufficientStatistics } from "../../statistics/sufficient-statistics.js";
import { copy } from "./copy.js";
import { workspaceOf } from "./workspace.js";

/** What a prior adds to covariances. */
export interface Added {
  readonly degrees: number;
  /** D entries of the scatters' diagonals. */
  readonly scale: Float64Array;
  /** D entries of the covariances' diagonals. */
  readonly floor: Float64Array;
}

/** Where covariances, their factors, and the logarithms of their determinants (K, as `logNormalizer`) are written. */
export interface Estimates {
  readonly compact: Float64Array;
  readonly whitening: Float64Array;
  readonly logNormalizer: Float64Array;
}

/**
 * Full covariances of an M-step, (scale · scatter + Λ)/(count + degrees) + floor, and their factors.
 *
 * @param counts K effective counts, each above −degrees.
 * @param isFloored whether floors are added.
 * @returns −1, or the first component whose covariance is not positive definite to working precision.
 */
export function estimateFullInWasm(
  { components: K, dimensions: D, scatter }: SufficientStatistics,
  counts: Float64Array,
  scale: number,
  added: Added,
  isFloored: boolean,
  out: Estimates,
): number {
  const { code, covariances, effectiveCounts, spreads, floors, packed, logDeterminants } = workspaceOf("full", K, D);
  copy(scatter, 0, covariances, 0, K * D * D);
  copy(counts, 0, effectiveCounts, 0, K);
  copy(added.scale, 0, spreads, 0, D);
  copy(added.floor, 0, floors, 0, D);
  const singular = code.estimate(scale, added.degrees, isFloored ? 1 : 0);
  if (singular >= 0) return singular;
  copy(covariances, 0, out.compact, 0, K * D * D);
  copy(packed, 0, out.whitening, 0, packed.length);
  copy(logDeterminants, 0, out.logNormalizer, 0, K);
  return -1;
}
