import { between, type Centroids } from "./centroids.js";

/**
 * How many values lie at or above a given one, read from centroids: all of an atom lies at its mean; half the weight
 * of any other centroid is spread evenly between its mean and either neighbour's.
 */
export class Ranks {
  #length = 0;
  #means: Float64Array = new Float64Array(0);
  /** For each centroid how many values are at least its mean, and how many lie above it. */
  #atLeast = new Float64Array(0);
  #above = new Float64Array(0);

  /** Takes new centroids, whose means must stay as they are until the next call. */
  renew({ length, means, weights, halves }: Centroids): void {
    if (this.#atLeast.length < length) {
      this.#atLeast = new Float64Array(means.length);
      this.#above = new Float64Array(means.length);
    }
    this.#length = length;
    this.#means = means;
    let sum = 0;
    for (let i = length - 1; i >= 0; i--) {
      this.#above[i] = sum + halves[i]!;
      sum += weights[i]!;
      this.#atLeast[i] = sum - halves[i]!;
    }
  }

  /**
   * Adds to `out[at + i]` how many values are ≥ `values[from + i]`, for `rows` of them: never increasing in the value;
   * NaN for NaN.
   */
  addCounts(values: Float64Array, from: number, rows: number, out: Float64Array, at: number): void {
    const means = this.#means;
    const length = this.#length;
    const atLeast = this.#atLeast;
    const above = this.#above;
    for (let i = 0; i < rows; i++) {
      const value = values[from + i]!;
      const first = firstAtLeast(means, length, value);
      let count = first < length ? atLeast[first]! : 0;
      if (first > 0 && first < length && means[first]! !== value) {
        const end = above[first - 1]!;
        // Between atoms nothing is spread, and infinite ones have no middle.
        if (end !== count) count = end + (count - end) * share(means[first - 1]!, value, means[first]!);
      }
      out[at + i]! += Number.isNaN(value) ? value : count;
    }
  }
}

/** Index of the first mean ≥ the value; `length` when there is none. */
function firstAtLeast(means: Float64Array, length: number, value: number): number {
  if (length === 0) return 0;
  let first = 0;
  // Which way a step goes is unpredictable: masked, not branched for.
  for (let left = length; left > 1; ) {
    const half = left >>> 1;
    first += half & -Number(means[first + half - 1]! < value);
    left -= half;
  }
  return first + Number(means[first]! < value);
}

/**
 * The smallest value that at least `rank` values do not exceed: the inverse of what {@link Ranks} counts.
 *
 * @returns NaN without centroids.
 */
export function valueAtRank({ length, means, weights, halves }: Centroids, rank: number): number {
  let below = 0;
  for (let i = 0; i < length; i++) {
    const spread = i === 0 ? 0 : halves[i - 1]! + halves[i]!;
    if (spread > 0 && rank <= below + spread) return between(means[i - 1]!, means[i]!, (rank - below) / spread);
    below += spread;
    const atom = weights[i]! - 2 * halves[i]!;
    if (atom > 0 && rank <= below + atom) return means[i]!;
    below += atom;
  }
  return length === 0 ? Number.NaN : means[length - 1]!;
}

/** (x − a)/(b − a), where the difference of huge numbers may overflow. */
function share(a: number, x: number, b: number): number {
  const width = b - a;
  return width < Number.POSITIVE_INFINITY ? (x - a) / width : (x / 2 - a / 2) / (b / 2 - a / 2);
}
