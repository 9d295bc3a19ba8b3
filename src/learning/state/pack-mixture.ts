import { covarianceOf } from "../../mixture/covariance/covariances.js";
import { factor } from "../../mixture/factors.js";
import { Mixture } from "../../mixture/mixture.js";
import { SufficientStatistics } from "../../statistics/sufficient-statistics.js";
import { Prequential } from "../prequential.js";
import { StateError } from "../state-error.js";
import type { Progress, StepwiseEM, StepwiseOptions } from "../stepwise-em.js";
import { bytesOf, doublesOf, type Packed } from "./packing.js";

/** The parts of one mixture's learning, by name. */
export function blobsOf({ progress, prequential }: StepwiseEM): Map<string, Uint8Array> {
  const { mixture, statistics, data, version, t, t0, effectiveCount, observed } = progress;
  const arrays: Record<string, Float64Array> = {
    scalars: Float64Array.of(version, t, t0, effectiveCount, observed, ...prequential.toState()),
    ids: Float64Array.from(mixture.ids),
    born: mixture.born,
    weights: mixture.weights,
    means: mixture.means,
    covariances: mixture.compact,
    count: statistics.count,
    mean: statistics.mean,
    scatter: statistics.scatter,
    dataMean: data.mean,
    dataVariance: data.variance,
  };
  return new Map(Object.entries(arrays).map(([name, values]) => [name, bytesOf(values)]));
}

/** The inverse of {@link blobsOf}. */
export function progressIn(
  packed: Packed,
  options: StepwiseOptions,
): { readonly progress: Progress; readonly prequential: Prequential } {
  const [version, t, t0, effectiveCount, observed, ...prequential] = doublesOf(packed, "scalars");
  const progress: Progress = {
    mixture: mixtureIn(packed, options),
    statistics: statisticsIn(packed, options),
    data: { mean: doublesOf(packed, "dataMean"), variance: doublesOf(packed, "dataVariance") },
    version: version!,
    t: t!,
    t0: t0!,
    effectiveCount: effectiveCount!,
    observed: observed!,
  };
  return { progress, prequential: Prequential.fromState(prequential) };
}

function mixtureIn(packed: Packed, { covariance: covarianceType, dimensions }: StepwiseOptions): Mixture {
  const weights = doublesOf(packed, "weights");
  const means = doublesOf(packed, "means");
  const compact = doublesOf(packed, "covariances");
  const { structure } = covarianceOf(covarianceType);
  const shape = { structure, components: weights.length, dimensions };
  const factored = factor({ ...shape, weights, means, covariances: compact });
  if ("singular" in factored) throw new StateError(`component ${factored.singular} of the state is singular`);
  const ids = Int32Array.from(doublesOf(packed, "ids"));
  const born = doublesOf(packed, "born");
  return new Mixture({ covarianceType, weights, means, compact, ids, born, factors: factored.factors });
}

function statisticsIn(packed: Packed, options: StepwiseOptions): SufficientStatistics {
  const count = doublesOf(packed, "count");
  const { structure } = covarianceOf(options.covariance);
  const statistics = new SufficientStatistics(count.length, options.dimensions, structure);
  statistics.count.set(count);
  statistics.mean.set(doublesOf(packed, "mean"));
  statistics.scatter.set(doublesOf(packed, "scatter"));
  return statistics;
}
