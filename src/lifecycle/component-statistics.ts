import { entriesOf } from "../mixture/covariance/covariance.js";
import { SufficientStatistics } from "../statistics/sufficient-statistics.js";

/** Copies one component's statistics, its count and scatter times a factor. */
export function copyComponent(
  from: SufficientStatistics,
  k: number,
  to: SufficientStatistics,
  at: number,
  factor: number,
): void {
  const { dimensions: D, structure } = from;
  const entries = entriesOf(structure, D);
  to.count[at] = from.count[k]! * factor;
  for (let j = 0; j < D; j++) to.mean[at * D + j] = from.mean[k * D + j]!;
  for (let e = 0; e < entries; e++) to.scatter[at * entries + e] = from.scatter[k * entries + e]! * factor;
}

/** Statistics of some components, in the order asked for. */
export function pickComponents(from: SufficientStatistics, ks: readonly number[], factor = 1): SufficientStatistics {
  const picked = new SufficientStatistics(ks.length, from.dimensions, from.structure);
  ks.forEach((k, at) => copyComponent(from, k, picked, at, factor));
  return picked;
}

/** Two components as one: all points of both (Chan's formula). */
export function unitedComponents(from: SufficientStatistics, i: number, j: number): SufficientStatistics {
  return pickComponents(from, [i]).merge(pickComponents(from, [j]));
}

/** All components of both, the first ones first. */
export function joinedComponents(first: SufficientStatistics, second: SufficientStatistics): SufficientStatistics {
  const K = first.components;
  const joined = new SufficientStatistics(K + second.components, first.dimensions, first.structure);
  for (let k = 0; k < K; k++) copyComponent(first, k, joined, k, 1);
  for (let k = 0; k < second.components; k++) copyComponent(second, k, joined, K + k, 1);
  return joined;
}
