import type { Sums } from "../../statistics/sums.js";

/** Adds complete points `from` … `to` to sums with diagonal second moments. */
export function accumulateDiagonal(
  points: Float64Array,
  from: number,
  to: number,
  responsibilities: Float64Array,
  weights: Float64Array | undefined,
  { components, dimensions: D, about, count, first, second }: Sums,
): void {
  for (let i = from; i < to; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    const x = i * D;
    for (let k = 0; k < components; k++) {
      const r = responsibilities[i * components + k]! * weight;
      if (r === 0) continue;
      count[k]! += r;
      for (let j = 0; j < D; j++) {
        const deviation = points[x + j]! - about[k * D + j]!;
        const d = r * deviation;
        first[k * D + j]! += d;
        second[k * D + j]! += d * deviation;
      }
    }
  }
}
