/** Seeds, or candidates for them, and how to measure. */
export interface Distances {
  /** C × D: the points measured from, without gaps. */
  readonly from: Float64Array;
  /** D: what stands for a missing coordinate. */
  readonly mean: Float64Array;
  /** D weights of the squared differences. */
  readonly precision: Float64Array;
}

/**
 * Squared distance of every row from each of C points, or how near another seed is if that is less.
 *
 * @param values rows × D; NaN = missing.
 * @param nearest squared distance of every row from the seeds so far.
 * @param out C × rows.
 */
export function distancesOfRows(
  values: Float64Array,
  nearest: Float64Array,
  rows: number,
  { from, mean, precision }: Distances,
  out: Float64Array,
): void {
  const D = mean.length;
  for (let c = 0, to = 0; c < from.length; c += D) {
    for (let i = 0, at = 0; i < rows; i++, at += D) {
      const limit = nearest[i]!;
      let sum = 0;
      let j = 0;
      // Terms are ≥ 0: a sum that is beyond the limit stays there. One that is not a number leaves the loops as well.
      for (; j + 4 <= D && sum <= limit; j += 4) {
        const a = values[at + j]! - from[c + j]!;
        const b = values[at + j + 1]! - from[c + j + 1]!;
        const d = values[at + j + 2]! - from[c + j + 2]!;
        const e = values[at + j + 3]! - from[c + j + 3]!;
        sum += a * a * precision[j]!;
        sum += b * b * precision[j + 1]!;
        sum += d * d * precision[j + 2]!;
        sum += e * e * precision[j + 3]!;
      }
      for (; j < D && sum <= limit; j++) {
        const a = values[at + j]! - from[c + j]!;
        sum += a * a * precision[j]!;
      }
      if (Number.isNaN(sum)) sum = distanceWithGaps(values, at, from, c, precision, mean);
      out[to++] = sum < limit ? sum : limit;
    }
  }
}

function distanceWithGaps(
  values: Float64Array,
  at: number,
  from: Float64Array,
  c: number,
  precision: Float64Array,
  mean: Float64Array,
): number {
  let sum = 0;
  for (let j = 0; j < mean.length; j++) {
    const x = values[at + j]!;
    const d = (Number.isNaN(x) ? mean[j]! : x) - from[c + j]!;
    sum += d * d * precision[j]!;
  }
  return sum;
}
