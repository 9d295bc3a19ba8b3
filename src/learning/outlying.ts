import { logUpperTail } from "../anomaly/chi-squared.js";
import type { Kernel } from "../kernel/kernel.js";
import type { Mixture } from "../mixture/mixture.js";
import type { PointBuffer } from "./point-buffer.js";

/** Weighted points. */
export type WeightedPoints = Pick<PointBuffer, "count" | "dimensions" | "values" | "weights">;

/** No Gaussian gives a point so far out: e^−50 is one in 5·10²¹. */
const LOG_TAIL = -50;
/** Components lighter than this do not say what is near. */
const LEAST_WEIGHT = 1e-4;

/**
 * Sets points aside that lie so far from every component that they belong to none: outliers, or something new. Learned,
 * a single one at 300 deviations would swell a component to several times its size. They are scored like all others, and
 * if they become many, drift is noticed and a mixture that has learned them competes.
 */
export class Outlying {
  /** Squared Mahalanobis distance beyond which the tail of a Gaussian is empty. */
  readonly #distance: number;
  readonly #weights: Float64Array;
  #aside = 0;

  /** @param capacity points of a mini-batch. */
  constructor(dimensions: number, capacity: number) {
    this.#distance = distanceAt(dimensions, LOG_TAIL);
    this.#weights = new Float64Array(capacity);
  }

  /** How many points the last mini-batch lost. */
  get aside(): number {
    return this.#aside;
  }

  /**
   * Weights by which a mini-batch is to be learned: 0 for points that are set aside. The buffer's own where there are
   * none.
   *
   * @param logDensity of the points under the mixture.
   */
  weightsOf(open: WeightedPoints, logDensity: Float64Array, mixture: Mixture): Float64Array {
    this.#aside = 0;
    const limit = leastPeak(mixture) - 0.5 * this.#distance;
    let weights = open.weights;
    for (let i = 0; i < open.count; i++) {
      if (logDensity[i]! >= limit || open.weights[i] === 0 || isPartial(open, i)) continue;
      if (weights === open.weights) {
        this.#weights.set(open.weights.subarray(0, open.count));
        weights = this.#weights;
      }
      weights[i] = 0;
      this.#aside += 1;
    }
    return weights;
  }
}

/** More than this share of points are no outliers, but something new. */
export const MANY = 0.05;

/** Points without those, by weight 0, that lie beyond every component of a mixture, as long as they are few. */
export function withoutFewOutlying(points: WeightedPoints, mixture: Mixture, kernel: Kernel): WeightedPoints {
  const outlying = new Outlying(points.dimensions, points.count);
  const { logDensity } = mixture.score(points, kernel);
  const weights = outlying.weightsOf(points, logDensity, mixture);
  return outlying.aside > MANY * points.count ? points : { ...points, weights };
}

/** A point's log density is at least that of any component at its distance, so below this less ½M² all are further. */
function leastPeak({ weights, factors }: Mixture): number {
  let least = Infinity;
  for (let k = 0; k < weights.length; k++)
    if (weights[k]! >= LEAST_WEIGHT) least = Math.min(least, factors.logWeight[k]! + factors.logNormalizer[k]!);
  return least;
}

/** The log density of some of the coordinates is no measure of the distance in all. */
export function isPartial({ values, dimensions: D }: WeightedPoints, i: number): boolean {
  return isMissingAny(values, i * D, (i + 1) * D);
}

/** Whether one of the points is partial. */
export function arePartial({ values, count, dimensions }: WeightedPoints): boolean {
  return isMissingAny(values, 0, count * dimensions);
}

function isMissingAny(values: Float64Array, from: number, to: number): boolean {
  for (let j = from; j < to; j++) if (Number.isNaN(values[j]!)) return true;
  return false;
}

/** Where the logarithm of the χ² tail falls to `logTail`, by bisection. */
function distanceAt(dimensions: number, logTail: number): number {
  let near = 0;
  let far = 1;
  while (logUpperTail(dimensions, far) > logTail) far *= 2;
  for (let i = 0; i < 30; i++) {
    const middle = 0.5 * (near + far);
    if (logUpperTail(dimensions, middle) > logTail) near = middle;
    else far = middle;
  }
  return far;
}
