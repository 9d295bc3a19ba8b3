import { cholesky } from "../kernel/cholesky.js";
import { log } from "../kernel/functions/log.js";
import { entriesOf } from "../mixture/covariance/covariance.js";
import { SufficientStatistics } from "./sufficient-statistics.js";

/**
 * Statistics of fewer components: pairs are merged, moments preserved, in the order that loses least.
 *
 * What a merge loses is bounded by ½[(w₁ + w₂) log |Σ₁₂| − w₁ log |Σ₁| − w₂ log |Σ₂|], an upper bound of the Kullback
 * divergence between the mixtures.
 *
 * Source: Runnalls, Kullback-Leibler approach to Gaussian mixture reduction, IEEE Trans. AES 43 (2007).
 *
 * @param components at least 1; with as many as there are, the result is a copy.
 * @param floor D entries added to variances, so that a component of one point has a determinant.
 * @example
 * reduce(statistics, 1, floor).count; // one sum
 */
export function reduce(
  statistics: SufficientStatistics,
  components: number,
  floor: Float64Array,
): SufficientStatistics {
  const parts = Array.from({ length: statistics.components }, (_, k) => componentOf(statistics, k));
  while (parts.length > components) {
    const [a, b] = cheapestPair(parts, floor);
    parts[a] = mergedPair(parts[a]!, parts[b]!);
    parts.splice(b, 1);
  }
  return joined(parts, statistics);
}

/** One component alone. */
function componentOf({ dimensions: D, structure, count, mean, scatter }: SufficientStatistics, k: number) {
  const entries = entriesOf(structure, D);
  const part = new SufficientStatistics(1, D, structure);
  part.count[0] = count[k]!;
  part.mean.set(mean.subarray(k * D, (k + 1) * D));
  part.scatter.set(scatter.subarray(k * entries, (k + 1) * entries));
  return part;
}

function joined(parts: readonly SufficientStatistics[], { dimensions: D, structure }: SufficientStatistics) {
  const entries = entriesOf(structure, D);
  const all = new SufficientStatistics(parts.length, D, structure);
  parts.forEach(({ count, mean, scatter }, k) => {
    all.count[k] = count[0]!;
    all.mean.set(mean, k * D);
    all.scatter.set(scatter, k * entries);
  });
  return all;
}

function mergedPair(a: SufficientStatistics, b: SufficientStatistics): SufficientStatistics {
  return a.clone().merge(b);
}

function cheapestPair(parts: readonly SufficientStatistics[], floor: Float64Array): [number, number] {
  const alone = parts.map((part) => lossTerm(part, floor));
  let pair: [number, number] = [0, 1];
  let least = Infinity;
  for (let a = 0; a < parts.length; a++)
    for (let b = a + 1; b < parts.length; b++) {
      const loss = lossTerm(mergedPair(parts[a]!, parts[b]!), floor) - alone[a]! - alone[b]!;
      if (!(loss < least)) continue;
      least = loss;
      pair = [a, b];
    }
  return pair;
}

/** w log |Σ|. */
function lossTerm({ dimensions: D, structure, count, scatter }: SufficientStatistics, floor: Float64Array): number {
  const w = count[0]!;
  if (w === 0) return 0;
  let determinant = 0;
  if (structure === "diagonal") for (let j = 0; j < D; j++) determinant += log(scatter[j]! / w + floor[j]!);
  else {
    const covariance = scatter.map((s, e) => s / w + (e % (D + 1) === 0 ? floor[e / (D + 1)]! : 0));
    const factor = new Float64Array(D * D);
    // A singular covariance has no volume: merging it away costs nothing that could be counted.
    if (!cholesky(covariance, 0, D, factor)) return 0;
    for (let j = 0; j < D; j++) determinant += 2 * log(factor[j * D + j]!);
  }
  return w * determinant;
}
