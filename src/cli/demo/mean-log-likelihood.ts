import type { Mixture } from "../../mixture/mixture.js";
import type { PointBatch } from "../../mixture/point-batch.js";

/**
 * Mean log density of points under a mixture, nats a point.
 *
 * @param from the first point that counts.
 */
export function meanLogLikelihood(mixture: Mixture, points: PointBatch, from = 0): number {
  return mean(mixture.logDensity(points).subarray(from));
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? Number.NaN;
  return sum / values.length;
}
