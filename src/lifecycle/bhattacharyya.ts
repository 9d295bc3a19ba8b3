import { cholesky } from "../kernel/cholesky.js";
import { log } from "../kernel/functions/log.js";
import { LOG_TWO_PI } from "../kernel/functions/log-two-pi.js";
import type { Mixture } from "../mixture/mixture.js";

/** One component without its weight. */
export interface Gaussian {
  readonly mean: Float64Array;
  /** D × D. */
  readonly covariance: Float64Array;
  readonly logDeterminant: number;
}

/** Components of a mixture, one by one; default: all. */
export function gaussiansOf(mixture: Mixture, ks?: readonly number[]): Gaussian[] {
  const { components, dimensions: D, means, covariances, factors } = mixture;
  return (ks ?? Array.from({ length: components }, (_, k) => k)).map((k) => ({
    mean: means.subarray(k * D, (k + 1) * D),
    covariance: covariances.subarray(k * D * D, (k + 1) * D * D),
    logDeterminant: -2 * factors.logNormalizer[k]! - D * LOG_TWO_PI,
  }));
}

/**
 * Bhattacharyya distance between two Gaussians, ⅛ Δᵀ Σ̄⁻¹ Δ + ½ ln(|Σ̄| / √(|Σ₁||Σ₂|)) with Σ̄ = (Σ₁ + Σ₂)/2.
 *
 * No change of units or axes changes it; it is symmetric, and grows only with the logarithm of a ratio of scales.
 * (Kullback's divergence grows with the ratio itself: a component that a burst of outliers has widened would be
 * another one at once.)
 *
 * Source: Bhattacharyya (1943); Fukunaga, Introduction to Statistical Pattern Recognition (1990), 3.4.
 *
 * @returns a number ≥ 0, 0 for equal ones; Infinity where they are too far apart for a double.
 */
export function bhattacharyya(a: Gaussian, b: Gaussian): number {
  const D = a.mean.length;
  const middle = a.covariance.map((entry, e) => (entry + b.covariance[e]!) / 2);
  const factor = new Float64Array(D * D);
  if (!cholesky(middle, 0, D, factor)) return Number.POSITIVE_INFINITY;
  const whitened = new Float64Array(D);
  let squared = 0;
  let logDeterminant = 0;
  for (let i = 0; i < D; i++) {
    let sum = a.mean[i]! - b.mean[i]!;
    for (let j = 0; j < i; j++) sum -= factor[i * D + j]! * whitened[j]!;
    whitened[i] = sum / factor[i * D + i]!;
    squared += whitened[i]! * whitened[i]!;
    logDeterminant += 2 * log(factor[i * D + i]!);
  }
  const shape = (logDeterminant - (a.logDeterminant + b.logDeterminant) / 2) / 2;
  return squared / 8 + Math.max(0, shape);
}
