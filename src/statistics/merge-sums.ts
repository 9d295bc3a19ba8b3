import { foldFullFast } from "../kernel/default-kernel.js";
import type { SufficientStatistics } from "./sufficient-statistics.js";
import { type Sums, toStatistics } from "./sums.js";

/**
 * `statistics.merge(toStatistics(sums), keep, add)` by the fastest way that the machine has: the same bits.
 *
 * @param scratch statistics of the same shape, whose numbers mean nothing afterwards.
 */
export function mergeSums(
  statistics: SufficientStatistics,
  sums: Sums,
  keep: number,
  add: number,
  scratch: SufficientStatistics,
): void {
  if (sums.structure === "full" && foldFullFast(sums, statistics, keep, add)) return;
  statistics.merge(toStatistics(sums, scratch), keep, add);
}
