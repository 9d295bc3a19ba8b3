import type { PointBatch } from "../mixture/point-batch.js";
import type { Components } from "./components.js";
import { distanceOf } from "./ellipse.js";
import { padded, robustExtent } from "./scale.js";

/** Lighter components do not widen an axis. */
const LIGHTEST = 0.05;

/**
 * What an axis shows of feature j: where most points lie, and the 95 % intervals of the heavier components as far as
 * they do not dwarf the points.
 */
export function domainOf(points: PointBatch, mixture: Components | undefined, j: number): [number, number] {
  let [low, high] = robustExtent(column(points, j));
  if (mixture === undefined) return padded([low, high]);
  const span = points.count === 0 ? Number.POSITIVE_INFINITY : high - low;
  const [least, most] = [low - 0.3 * span, high + 0.3 * span];
  for (let k = 0; k < mixture.components; k++) {
    if (mixture.weights[k]! < LIGHTEST && mixture.components > 1) continue;
    const D = mixture.dimensions;
    const mean = mixture.means[k * D + j]!;
    const reach = distanceOf(0.95) * Math.sqrt(mixture.covariances[(k * D + j) * D + j]!);
    low = Math.max(least, Math.min(low, mean - reach));
    high = Math.min(most, Math.max(high, mean + reach));
  }
  return padded([low, high]);
}

/** Feature j of every point. */
export function* column({ count, dimensions, values }: PointBatch, j: number): Generator<number> {
  for (let i = 0; i < count; i++) yield values[i * dimensions + j]!;
}

/** How many points have both coordinates but lie outside what the axes show. */
export function countOutside(
  { count, dimensions: D, values }: PointBatch,
  axes: readonly [number, number],
  x: readonly [number, number],
  y: readonly [number, number],
): number {
  let outside = 0;
  for (let i = 0; i < count; i++) {
    const [u, v] = [values[i * D + axes[0]]!, values[i * D + axes[1]]!];
    if (u < x[0] || u > x[1] || v < y[0] || v > y[1]) outside++;
  }
  return outside;
}
