/** Mini-batches over which shares are averaged: about 2/λ − 1 of them count. */
const LAMBDA = 0.1;
/** Deviations between a component's share of recent points and its weight that are no accident any more. */
const SUSPICIOUS = 6;

/**
 * Watches whether every component still gets the share of the points that its weight claims. A component that dies
 * leaves the others' points as likely as before: the log density may not tell, the shares do.
 *
 * An exponentially weighted moving average of shares, with control limits (Roberts, Control chart tests based on
 * geometric moving averages, Technometrics 1, 1959); responsibilities vary less than the Bernoulli draws they stand for,
 * so that the limits are on the safe side.
 */
export class ShareWatch {
  /** K averages of share − weight. */
  readonly deviation: Float64Array;

  constructor(deviation: Float64Array) {
    this.deviation = deviation;
  }

  /**
   * Takes a mini-batch's sums of responsibilities (K numbers), under these weights.
   *
   * @param points how many points of equal weight would tell as much.
   * @returns whether some component's share is off.
   */
  add(counts: Float64Array, weights: Float64Array, points: number): boolean {
    let total = 0;
    for (const count of counts) total += count;
    if (!(total > 0)) return false;
    const limit = (SUSPICIOUS * SUSPICIOUS * LAMBDA) / ((2 - LAMBDA) * points);
    let isOff = false;
    for (let k = 0; k < counts.length; k++) {
      const w = weights[k]!;
      const d = this.deviation[k]! + LAMBDA * (counts[k]! / total - w - this.deviation[k]!);
      this.deviation[k] = d;
      // The least variance keeps a component that expects less than a point from being off because of one.
      if (d * d > limit * Math.max(w * (1 - w), 1 / points)) isOff = true;
    }
    return isOff;
  }
}
