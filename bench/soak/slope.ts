import { median } from "../measure.js";

/** A measured value and when: seconds on the x axis. */
export type Point = readonly [x: number, y: number];

/**
 * The slope of a line through points: the median of the slopes of all pairs. A few samples that lie far off, as a pause
 * or a collection of garbage leaves them, do not move it. NaN of fewer than two points.
 *
 * Source: Sen, Estimates of the regression coefficient based on Kendall's tau (1968).
 */
export function slope(points: readonly Point[]): number {
  const slopes: number[] = [];
  for (const [i, [x, y]] of points.entries())
    for (const [later, value] of points.slice(i + 1)) if (later !== x) slopes.push((value - y) / (later - x));
  return slopes.length === 0 ? Number.NaN : median(slopes);
}

/** From the first point to the last one, seconds. */
export function span(points: readonly Point[]): number {
  return points.length === 0 ? 0 : points.at(-1)![0] - points[0]![0];
}
