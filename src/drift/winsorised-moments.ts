/** Mean and standard deviation of values cut off at mean ± bound · deviation. */
export interface WinsorisedMoments {
  readonly mean: number;
  readonly deviation: number;
}

/** Each step takes most of the remaining error away; far more than needed. */
const STEPS = 30;

/**
 * Mean and standard deviation of values that are cut off at that mean ± `bound` times that deviation: Huber's
 * proposal 2 without its consistency factor. Less than 1 value in 1 + bound² may lie anywhere.
 *
 * It starts from the median and the lower half of the spread, which even more outliers above do not move.
 *
 * Source: Huber, Robust estimation of a location parameter, Ann. Math. Statist. 35 (1964).
 *
 * @param values at least one finite number.
 * @param bound in deviations.
 * @param least the deviation returned is no smaller.
 */
export function winsorisedMoments(values: Float64Array, bound: number, least: number): WinsorisedMoments {
  const sorted = values.toSorted();
  let mean = sorted[sorted.length >> 1]!;
  let deviation = Math.max(mean - sorted[Math.floor(0.16 * sorted.length)]!, least);
  for (let step = 0; step < STEPS; step++) {
    const from = mean;
    const limit = bound * deviation;
    let sum = 0;
    let squares = 0;
    for (const value of sorted) {
      const d = Math.min(Math.max(value - from, -limit), limit);
      sum += d;
      squares += d * d;
    }
    const shift = sum / sorted.length;
    mean = from + shift;
    deviation = Math.max(Math.sqrt(Math.max(squares / sorted.length - shift * shift, 0)), least);
  }
  return { mean, deviation };
}
