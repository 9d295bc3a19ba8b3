import type { PointBatch } from "../mixture/point-batch.js";

/** Weighted mean and population variance of each feature, over the coordinates that are there. */
export interface Moments {
  /** D means; 0 for a feature that is never observed. */
  readonly mean: Float64Array;
  /** D variances ≥ 0; of a feature that is never observed, the mean of the others': nothing is known of its units. */
  readonly variance: Float64Array;
}

/**
 * Mean and variance of every feature in two passes, so that an offset costs no digits. Missing coordinates (NaN) are
 * passed over.
 */
export function moments(batch: PointBatch): Moments {
  const { dimensions: D } = batch;
  const mean = averageOf(batch, new Float64Array(D), 1);
  // A second pass about the first result removes the rounding error of large sums.
  const correction = averageOf(batch, mean, 1);
  for (let j = 0; j < D; j++) mean[j]! += correction[j]!;
  const variance = averageOf(batch, mean, 2);
  // What a constant feature leaves is the rounding of its mean, not spread.
  for (let j = 0; j < D; j++) if (Math.sqrt(variance[j]!) <= 4 * Number.EPSILON * Math.abs(mean[j]!)) variance[j] = 0;
  spreadUnseen(batch, variance);
  return { mean, variance };
}

/**
 * Variance 0 would say that a feature which is never observed is 0, to within a floor: its first coordinates would then
 * be a thousand deviations away.
 */
function spreadUnseen(batch: PointBatch, variance: Float64Array): void {
  const seen = Array.from(variance, (v, j) => v > 0 || isSeen(batch, j));
  if (seen.every((s) => s)) return;
  let sum = 0;
  let count = 0;
  for (let j = 0; j < variance.length; j++)
    if (seen[j]) {
      sum += variance[j]!;
      count += 1;
    }
  for (let j = 0; j < variance.length; j++) if (!seen[j]) variance[j] = count > 0 ? sum / count : 0;
}

function isSeen({ count, dimensions: D, values, weights }: PointBatch, j: number): boolean {
  for (let i = 0; i < count; i++) if (!Number.isNaN(values[i * D + j]!) && (weights?.[i] ?? 1) > 0) return true;
  return false;
}

/** Weighted average of (x − centre) to the power of 1 or 2, feature by feature. */
function averageOf(batch: PointBatch, about: Float64Array, power: 1 | 2): Float64Array {
  const { count, dimensions: D, values, weights } = batch;
  const sum = new Float64Array(D);
  const total = new Float64Array(D);
  for (let i = 0, at = 0; i < count; i++) {
    const w = weights === undefined ? 1 : weights[i]!;
    for (let j = 0; j < D; j++, at++) {
      const d = values[at]! - about[j]!;
      if (Number.isNaN(d)) continue;
      sum[j]! += w * (power === 1 ? d : d * d);
      total[j]! += w;
    }
  }
  for (let j = 0; j < D; j++) sum[j] = total[j]! > 0 ? sum[j]! / total[j]! : 0;
  return sum;
}
