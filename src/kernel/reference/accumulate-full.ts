import type { Sums } from "../../statistics/sums.js";

/** Adds complete points `from` … `to` to sums with full second moments (lower triangles). */
export function accumulateFull(
  points: Float64Array,
  from: number,
  to: number,
  responsibilities: Float64Array,
  weights: Float64Array | undefined,
  { components, dimensions: D, about, count, first, second }: Sums,
): void {
  const deviation = new Float64Array(D);
  for (let i = from; i < to; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    const x = i * D;
    for (let k = 0; k < components; k++) {
      const r = responsibilities[i * components + k]! * weight;
      if (r === 0) continue;
      count[k]! += r;
      for (let j = 0; j < D; j++) deviation[j] = points[x + j]! - about[k * D + j]!;
      for (let row = 0; row < D; row++) {
        const d = r * deviation[row]!;
        first[k * D + row]! += d;
        const entry = (k * D + row) * D;
        for (let j = 0; j <= row; j++) second[entry + j]! += d * deviation[j]!;
      }
    }
  }
}
