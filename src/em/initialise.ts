import type { CovarianceType } from "../mixture/covariance/covariance-type.js";
import { covarianceOf } from "../mixture/covariance/covariances.js";
import type { Mixture } from "../mixture/mixture.js";
import type { Random } from "../random/random.js";
import type { Moments } from "../statistics/moments.js";
import { type Prior, priorOf } from "../statistics/prior.js";
import { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import type { Chunks } from "./chunks.js";
import { maximization } from "./m-step.js";
import { seeds } from "./seeds.js";

/**
 * First mixture: means at k-means++ seeds, equal weights, and every covariance diag(variance)/K^(2/D), the data's
 * spread shared out among K components. The identity would know nothing of the data's units.
 */
export function* initialMixture<Y>(
  chunks: Chunks<Y>,
  components: number,
  type: CovarianceType,
  data: Moments,
  prior: Prior,
  random: Random,
): Generator<Y, Mixture> {
  const { batch } = chunks;
  const D = batch.dimensions;
  const { structure } = covarianceOf(type);
  const statistics = new SufficientStatistics(components, D, structure);
  const chosen = yield* seeds(chunks, components, data, random);
  const spread = priorOf("default", data, components, type).scale;
  for (let k = 0; k < components; k++) {
    statistics.count[k] = 1;
    for (let j = 0; j < D; j++) {
      const x = batch.values[chosen[k]! * D + j]!;
      statistics.mean[k * D + j] = Number.isNaN(x) ? data.mean[j]! : x;
      const diagonal = structure === "full" ? (k * D + j) * D + j : k * D + j;
      statistics.scatter[diagonal] = spread[j]! + prior.floor[j]!;
    }
  }
  const ids = Int32Array.from({ length: components }, (_, k) => k);
  const plain = { ...prior, kind: "none", degrees: 0, scale: new Float64Array(D), meanCount: 0 } as const;
  return maximization(statistics, components, type, plain, { ids, born: new Float64Array(components) }).mixture;
}
