import { factorFullFast } from "../kernel/default-kernel.js";
import { log } from "../kernel/functions/log.js";
import { LOG_TWO_PI } from "../kernel/functions/log-two-pi.js";
import type { Factors } from "../kernel/kernel.js";
import { factorEntriesOf, type Structure } from "./covariance/covariance.js";

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

/** Where factors are written. */
export interface FactorArrays {
  readonly whitening: Float64Array;
  readonly logNormalizer: Float64Array;
  readonly logWeight: Float64Array;
}

/**
 * Factors all covariances: whitening matrices, normalisers, log weights.
 *
 * @param arrays where they are written; new ones when it is left out.
 */
export function factor(parameters: Parameters, arrays: FactorArrays = factorArrays(parameters)): Factored {
  const { structure, components: K, dimensions: D, covariances } = parameters;
  const factorAll = structure === "full" ? factorFullFast : factorDiagonal;
  const singular = factorAll(covariances, K, D, arrays.whitening, arrays.logNormalizer);
  return singular >= 0 ? { singular } : { factors: completed(parameters, arrays) };
}

/** Factors whose whitening matrices are there, and the logarithms of the covariances' determinants as normalisers. */
export function completed(parameters: Parameters, arrays: FactorArrays): Factors {
  const { components: K, dimensions: D, structure, weights, means, covariances } = parameters;
  const { whitening, logNormalizer, logWeight } = arrays;
  for (let k = 0; k < K; k++) logNormalizer[k] = -0.5 * (D * LOG_TWO_PI + logNormalizer[k]!);
  for (let k = 0; k < K; k++) logWeight[k] = log(weights[k]!);
  return { structure, components: K, dimensions: D, weights, means, covariances, whitening, logNormalizer, logWeight };
}

function factorArrays({ structure, components: K, dimensions: D }: Parameters): FactorArrays {
  return {
    whitening: new Float64Array(K * factorEntriesOf(structure, D)),
    logNormalizer: new Float64Array(K),
    logWeight: new Float64Array(K),
  };
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
