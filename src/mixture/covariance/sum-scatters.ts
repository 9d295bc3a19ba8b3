import type { Scatters } from "./covariance.js";

/** Pools the components' scatters in ascending order, for the tied types. `entries` = numbers per component. */
export function sumScatters(
  { components, count, scatter }: Scatters,
  entries: number,
): { count: number; scatter: Float64Array } {
  const total = new Float64Array(entries);
  let points = 0;
  for (let k = 0; k < components; k++) {
    points += count[k]!;
    for (let e = 0; e < entries; e++) total[e]! += scatter[k * entries + e]!;
  }
  return { count: points, scatter: total };
}
