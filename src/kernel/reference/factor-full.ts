import { cholesky, invertLower } from "../cholesky.js";
import { log } from "../functions/log.js";

/**
 * Factors K covariances (K × D × D): writes their whitening matrices, packed lower triangles row by row, and the
 * logarithms of their determinants.
 *
 * @returns −1, or the first component whose covariance is not positive definite to working precision.
 */
export function factorFull(
  covariances: Float64Array,
  components: number,
  dimensions: number,
  whitening: Float64Array,
  logDeterminants: Float64Array,
): number {
  const D = dimensions;
  const factor = new Float64Array(D * D);
  for (let k = 0; k < components; k++) {
    if (!cholesky(covariances, k * D * D, D, factor)) return k;
    invertLower(factor, D, whitening, (k * D * (D + 1)) / 2);
    let half = 0;
    for (let j = 0; j < D; j++) half += log(factor[j * D + j]!);
    logDeterminants[k] = 2 * half;
  }
  return -1;
}
