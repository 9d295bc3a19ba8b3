import { log } from "../kernel/functions/log.js";
import { Mixture } from "../mixture/mixture.js";
import type { PointBatch } from "../mixture/point-batch.js";

/** Components of at least this weight count; where none is as heavy, the heaviest. */
const LEAST_WEIGHT = 0.1;

/**
 * Floor scores, −log Σ_k π_k N(x | μ_k, Σ_k) over the components of weight π_k ≥ min(.1, largest weight), in nats:
 * larger = more unusual. A cluster of anomalies has too little weight to call itself normal. The weights stay as they
 * are in the mixture and are not brought back to a sum of 1.
 *
 * A baseline to compare with. Features that are missing (NaN) are marginalised out.
 *
 * @returns n scores.
 * @throws RangeError when the points have another number of dimensions.
 */
export function floorScores(mixture: Mixture, batch: PointBatch): Float64Array {
  const { heavy, weight } = heavyPart(mixture);
  const kept = log(weight);
  return heavy.logDensity(batch).map((logDensity) => -(logDensity + kept));
}

/** The mixture of the components that count, their weights summing to 1, and their weight in the whole. */
function heavyPart(mixture: Mixture): { heavy: Mixture; weight: number } {
  const { components: K, dimensions: D, weights, means, covariances, covarianceType } = mixture;
  const least = Math.min(LEAST_WEIGHT, Math.max(...weights));
  const chosen = Array.from({ length: K }, (_, k) => k).filter((k) => weights[k]! >= least);
  const weight = chosen.reduce((sum, k) => sum + weights[k]!, 0);
  if (chosen.length === K) return { heavy: mixture, weight: 1 };
  const rows = (values: Float64Array, width: number) =>
    chosen.flatMap((k) => Array.from(values.subarray(k * width, (k + 1) * width)));
  const heavy = new Mixture({
    covarianceType,
    weights: chosen.map((k) => weights[k]! / weight),
    means: rows(means, D),
    covariances: rows(covariances, D * D),
  });
  return { heavy, weight };
}
