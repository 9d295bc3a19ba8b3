import { cholesky, invertLower } from "../kernel/cholesky.js";
import { log } from "../kernel/functions/log.js";
import { LOG_TWO_PI } from "../kernel/functions/log-two-pi.js";
import type { Factors } from "../kernel/kernel.js";
import { entriesOf, type Structure } from "./covariance/covariance.js";

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
  const { structure, components: K, dimensions: D, weights } = parameters;
  const size = structure === "full" ? (D * (D + 1)) / 2 : D;
  const whitening = new Float64Array(K * size);
  const logNormalizer = new Float64Array(K);
  const scratch = new Float64Array(structure === "full" ? D * D : 0);
  for (let k = 0; k < K; k++) {
    const logDeterminant = whiten(parameters, k, whitening, k * size, scratch);
    if (logDeterminant === undefined) return { singular: k };
    logNormalizer[k] = -0.5 * (D * LOG_TWO_PI + logDeterminant);
  }
  const logWeight = weights.map((w) => log(w));
  return { factors: { ...parameters, whitening, logNormalizer, logWeight } };
}

/** Writes component k's whitening matrix; returns log |Σ|, or undefined where Σ is not positive definite. */
function whiten(
  { structure, dimensions: D, covariances }: Parameters,
  k: number,
  out: Float64Array,
  at: number,
  scratch: Float64Array,
): number | undefined {
  let half = 0;
  const entries = entriesOf(structure, D);
  if (structure === "full") {
    if (!cholesky(covariances, k * entries, D, scratch)) return undefined;
    invertLower(scratch, D, out, at);
    for (let j = 0; j < D; j++) half += log(scratch[j * D + j]!);
  } else {
    for (let j = 0; j < D; j++) {
      const deviation = Math.sqrt(covariances[k * D + j]!);
      if (!(deviation > 0 && deviation < Infinity)) return undefined;
      out[at + j] = 1 / deviation;
      half += log(deviation);
    }
  }
  return 2 * half;
}
