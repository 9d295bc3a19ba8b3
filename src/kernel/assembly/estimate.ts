import { factor } from "./factor";
import { covariances, D, effectiveCounts, floors, K, spreads } from "./memory";

/**
 * M-step of full covariances: turns the K scatters that stand in place of the covariances into
 * (scale · S + Λ) / (N + degrees) + floor, entry by entry, and factors them.
 *
 * @returns −1, or the first component whose covariance is not positive definite to working precision.
 */
export function estimate(scale: f64, degrees: f64, floored: bool): i32 {
  const size: i32 = D * D;
  const scales = f64x2.splat(scale);
  let at = covariances;
  for (let k: i32 = 0; k < K; k++) {
    const denominator = f64.load(effectiveCounts + ((<usize>k) << 3)) + degrees;
    const matrix = at;
    for (let j: i32 = 0; j < D; j++) {
      const diagonal = matrix + ((<usize>(j * D + j)) << 3);
      const spread = f64.load(spreads + ((<usize>j) << 3));
      // Put aside until all entries have been divided: the diagonal's sum comes before.
      f64.store(floors + ((<usize>(D + j)) << 3), (f64.load(diagonal) * scale + spread) / denominator);
    }
    const denominators = f64x2.splat(denominator);
    const end = matrix + ((<usize>size) << 3);
    for (; at + 8 < end; at += 16) v128.store(at, f64x2.div(f64x2.mul(v128.load(at), scales), denominators));
    if (at < end) {
      f64.store(at, (f64.load(at) * scale) / denominator);
      at += 8;
    }
    for (let j: i32 = 0; j < D; j++) {
      const floor = floors + ((<usize>j) << 3);
      const entry = f64.load(floor, 0);
      const estimated = f64.load(floor + ((<usize>D) << 3));
      f64.store(matrix + ((<usize>(j * D + j)) << 3), floored ? estimated + entry : estimated);
    }
  }
  return factor();
}
