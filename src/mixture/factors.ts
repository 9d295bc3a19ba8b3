import { factorFullFast } from "../kernel/default-kernel.js";
import { log } from "../kernel/functions/log.js";
import { LOG_TWO_PI } from "../kernel/functions/log-two-pi.js";
import type { Factors } from "../kernel/kernel.js";
import type { Structure } from "./covariance/covariance.js";

/** Parameters of a mixture as they are stored: covariances as K × D × D (full) or K × D (diagonal). */
export interface Parameters {
  readonly structure: Structure;
  readonly components: number;
  readonly dimensions: number;
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly covariances: Float64Array;
}

/** Factors of a mixture, or the first component whose covariance is not positive definite. */
export type Factored = { readonly factors: Factors } | { readonly singular: number };

/** Factors all covariances: whitening matrices, normalisers, log weights. */
export function factor(parameters: Parameters): Factored {
  const { structure, components: K, dimensions: D, weights, covariances } = parameters;
  const whitening = new Float64Array(K * (structure === "full" ? (D * (D + 1)) / 2 : D));
  const logNormalizer = new Float64Array(K);
  const factorAll = structure === "full" ? factorFullFast : factorDiagonal;
  const singular = factorAll(covariances, K, D, whitening, logNormalizer);
  if (singular >= 0) return { singular };
  for (let k = 0; k < K; k++) logNormalizer[k] = -0.5 * (D * LOG_TWO_PI + logNormalizer[k]!);
  const logWeight = new Float64Array(K);
  for (let k = 0; k < K; k++) logWeight[k] = log(weights[k]!);
  return { factors: { ...parameters, whitening, logNormalizer, logWeight } };
}

/** The same as for full covariances, from K × D variances to reciprocal deviations. */
function factorDiagonal(
  variances: Float64Array,
  components: number,
  dimensions: number,
  whitening: Float64Array,
  logDeterminants: Float64Array,
): number {
  for (let k = 0; k < components; k++) {
    let half = 0;
    for (let e = k * dimensions; e < (k + 1) * dimensions; e++) {
      const deviation = Math.sqrt(variances[e]!);
      if (!(deviation > 0 && deviation < Infinity)) return k;
      whitening[e] = 1 / deviation;
      half += log(deviation);
    }
    logDeterminants[k] = 2 * half;
  }
  return -1;
}
