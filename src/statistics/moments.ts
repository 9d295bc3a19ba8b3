import type { PointBatch } from "../mixture/point-batch.js";

/** Weighted mean and population variance of each feature, over the coordinates that are there. */
export interface Moments {
  /** D means; 0 for a feature that is never observed. */
  readonly mean: Float64Array;
  /** D variances ≥ 0. */
  readonly variance: Float64Array;
}

/**
 * Mean and variance of every feature in two passes, so that an offset costs no digits. Missing coordinates (NaN) are
 * passed over.
 */
export function moments(batch: PointBatch): Moments {
  const { dimensions: D } = batch;
  const mean = averageOf(batch, (x) => x);
  // A second pass about the first result removes the rounding error of large sums.
  const correction = averageOf(batch, (x, j) => x - mean[j]!);
  for (let j = 0; j < D; j++) mean[j]! += correction[j]!;
  const variance = averageOf(batch, (x, j) => (x - mean[j]!) * (x - mean[j]!));
  // What a constant feature leaves is the rounding of its mean, not spread.
  for (let j = 0; j < D; j++) if (Math.sqrt(variance[j]!) <= 4 * Number.EPSILON * Math.abs(mean[j]!)) variance[j] = 0;
  return { mean, variance };
}

function averageOf(batch: PointBatch, term: (x: number, feature: number) => number): Float64Array {
  const { count, dimensions: D, values, weights } = batch;
  const sum = new Float64Array(D);
  const total = new Float64Array(D);
  for (let i = 0; i < count; i++) {
    const w = weights === undefined ? 1 : weights[i]!;
    for (let j = 0; j < D; j++) {
      const x = values[i * D + j]!;
      if (Number.isNaN(x)) continue;
      sum[j]! += w * term(x, j);
      total[j]! += w;
    }
  }
  for (let j = 0; j < D; j++) sum[j] = total[j]! > 0 ? sum[j]! / total[j]! : 0;
  return sum;
}
