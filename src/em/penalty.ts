import { LOG_TWO_PI } from "../kernel/functions/log-two-pi.js";
import { factorEntriesOf } from "../mixture/covariance/covariance.js";
import { covarianceOf } from "../mixture/covariance/covariances.js";
import type { Mixture } from "../mixture/mixture.js";
import type { Prior } from "../statistics/prior.js";

/** Log prior density of a mixture's parameters, up to a constant: what penalised EM maximises beside the likelihood. */
export function penalty(mixture: Mixture, prior: Prior): number {
  if (prior.kind === "none") return 0;
  const distinct = covarianceOf(mixture.covarianceType).shared ? 1 : mixture.components;
  let sum = 0;
  for (let k = 0; k < distinct; k++)
    sum -= 0.5 * (prior.degrees * logDeterminant(mixture, k) + trace(mixture, k, prior.scale));
  if (prior.meanCount > 0)
    for (let k = 0; k < mixture.components; k++) sum -= 0.5 * prior.meanCount * distance(mixture, k, prior.center);
  return sum;
}

function logDeterminant({ factors, dimensions: D }: Mixture, k: number): number {
  return -2 * factors.logNormalizer[k]! - D * LOG_TWO_PI;
}

/** tr(Σ⁻¹ diag(scale)) from the whitening matrix: Σ⁻¹ = WᵀW. */
function trace({ factors, structure, dimensions: D }: Mixture, k: number, scale: Float64Array): number {
  const { whitening } = factors;
  const size = factorEntriesOf(structure, D);
  let sum = 0;
  for (let row = 0; row < D; row++) {
    if (structure === "diagonal") sum += whitening[k * size + row]! * whitening[k * size + row]! * scale[row]!;
    else
      for (let j = 0; j <= row; j++) {
        const w = whitening[k * size + (row * (row + 1)) / 2 + j]!;
        sum += w * w * scale[j]!;
      }
  }
  return sum;
}

function distance(mixture: Mixture, k: number, center: Float64Array): number {
  const out = {
    responsibilities: new Float64Array(mixture.components),
    logDensity: new Float64Array(1),
    mahalanobis: new Float64Array(mixture.components),
  };
  mixture.evaluator().expectation(center, 0, 1, out);
  return out.mahalanobis[k]!;
}
