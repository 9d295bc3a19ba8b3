import { log } from "../kernel/functions/log.js";

/** Centroids of a t-digest, in ascending order of their means. */
export class Centroids {
  length = 0;
  means: Float64Array;
  /** How many values each stands for. */
  weights: Float64Array;
  /**
   * Half the weight of a centroid of different values: that much of it lies on either side of its mean. 0 for an atom,
   * a centroid of equal values, all of which lies at its mean.
   */
  halves: Float64Array;

  constructor(capacity: number) {
    this.means = new Float64Array(capacity);
    this.weights = new Float64Array(capacity);
    this.halves = new Float64Array(capacity);
  }

  /** Makes room for `capacity` centroids and forgets those that are there. */
  clear(capacity: number): void {
    this.length = 0;
    if (this.means.length >= capacity) return;
    // Some more than asked for: next time it is a few more again.
    const room = 2 * capacity;
    this.means = new Float64Array(room);
    this.weights = new Float64Array(room);
    this.halves = new Float64Array(room);
  }
}

/** Writes the centroids of two lists into a third, in order; atoms of equal values become one, whatever they weigh. */
export function interleave(one: Centroids, other: Centroids, out: Centroids): void {
  out.clear(one.length + other.length);
  const [n, m] = [one.length, other.length];
  const [means1, means2] = [one.means, other.means];
  const { means, weights, halves } = out;
  let last = -1;
  for (let i = 0, j = 0; i < n || j < m; ) {
    const first = j === m || (i < n && means1[i]! <= means2[j]!);
    const mean = first ? means1[i]! : means2[j]!;
    const weight = first ? one.weights[i]! : other.weights[j]!;
    const half = first ? one.halves[i]! : other.halves[j]!;
    if (first) i++;
    else j++;
    if (half === 0 && last >= 0 && mean === means[last]! && halves[last]! === 0) {
      weights[last]! += weight;
      continue;
    }
    last++;
    means[last] = mean;
    weights[last] = weight;
    halves[last] = half;
  }
  out.length = last + 1;
}

/**
 * Joins neighbours as far as the scale function k₂ allows: a centroid of weight w at quantile q among n values obeys
 * w·k₂′(q)/n ≤ 1 at both its ends, k₂(q) = δ/(4 log(n/δ) + 24)·log(q/(1 − q)). So the first and the last value stay
 * alone, the r-th from either end is in a centroid of about r(4 log(n/δ) + 24)/δ values, and there are about δ
 * centroids at most. Infinite values join no others and do not count in n.
 *
 * Source: Dunning & Ertl, Computing extremely accurate quantiles using t-digests, arXiv 1902.04023 (2019), section 2.
 *
 * @param count sum of the weights.
 * @param compression δ.
 */
export function cluster(items: Centroids, count: number, compression: number, out: Centroids): void {
  const { length, means, weights, halves } = items;
  out.clear(length);
  if (length === 0) return;
  const below = means[0] === Number.NEGATIVE_INFINITY ? weights[0]! : 0;
  const total = count - below - (means[length - 1] === Number.POSITIVE_INFINITY ? weights[length - 1]! : 0);
  const scale = total * normalizer(compression, total);
  let mean = means[0]!;
  let weight = weights[0]!;
  let half = halves[0]!;
  // Rank of the centroid's lower end among the finite values.
  let before = -below;
  for (let i = 1; i < length; i++) {
    const joint = weight + weights[i]!;
    const after = before + joint;
    if (joint * scale <= Math.min(before * (total - before), after * (total - after))) {
      mean = between(mean, means[i]!, weights[i]! / joint);
      weight = joint;
      half = joint / 2;
      continue;
    }
    append(out, mean, weight, half);
    before += weight;
    mean = means[i]!;
    weight = weights[i]!;
    half = halves[i]!;
  }
  append(out, mean, weight, half);
}

/** a + (b − a)·t, never beyond b, and finite where a and b are. */
export function between(a: number, b: number, t: number): number {
  const difference = b - a;
  if (difference === Number.POSITIVE_INFINITY) return a * (1 - t) + b * t;
  return Math.min(a + difference * t, b);
}

/** What k₂ is multiplied by: δ/(4 log(n/δ) + 24). */
function normalizer(compression: number, count: number): number {
  return compression / (24 + (count > compression ? 4 * log(count / compression) : 0));
}

function append(out: Centroids, mean: number, weight: number, half: number): void {
  const at = out.length++;
  out.means[at] = mean;
  out.weights[at] = weight;
  out.halves[at] = half;
}
