import type { SufficientStatistics } from "../../statistics/sufficient-statistics.js";
import type { Sums } from "../../statistics/sums.js";
import { copy } from "./copy.js";
import { enterSums } from "./enter-sums.js";
import { workspaceOf } from "./workspace.js";

/** `statistics.merge(toStatistics(sums), keep, add)` of full statistics: the same bits. */
export function foldFullInWasm(sums: Sums, statistics: SufficientStatistics, keep: number, add: number): void {
  const { components: K, dimensions: D } = statistics;
  const { count, mean, scatter } = statistics;
  const workspace = workspaceOf("full", K, D);
  const { code, covariances, statisticCounts, statisticMeans } = workspace;
  enterSums(workspace, sums);
  copy(count, 0, statisticCounts, 0, K);
  copy(mean, 0, statisticMeans, 0, K * D);
  copy(scatter, 0, covariances, 0, K * D * D);
  code.fold(keep, add);
  copy(statisticCounts, 0, count, 0, K);
  copy(statisticMeans, 0, mean, 0, K * D);
  copy(covariances, 0, scatter, 0, K * D * D);
}
