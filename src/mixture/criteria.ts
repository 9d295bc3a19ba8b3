import { log } from "../kernel/functions/log.js";
import type { CovarianceType } from "./covariance/covariance-type.js";
import { covarianceOf } from "./covariance/covariances.js";

/** Criteria for choosing between mixtures of the same data; of each the smallest wins. */
export interface Criteria {
  /** Free parameters p. */
  readonly parameters: number;
  /** Bayesian information criterion −2 log L + p ln n (Schwarz 1978). */
  readonly bic: number;
  /** Akaike information criterion −2 log L + 2 p (Akaike 1974). */
  readonly aic: number;
  /** Integrated completed likelihood: BIC + 2 × entropy of the responsibilities (Biernacki et al. 2000). */
  readonly icl: number;
}

/** Free parameters of a mixture: K − 1 weights, K·D means, and the covariances. */
export function freeParameters(type: CovarianceType, components: number, dimensions: number): number {
  return components - 1 + components * dimensions + covarianceOf(type).freeParameters(components, dimensions);
}

/**
 * BIC, AIC and ICL of a fitted mixture.
 *
 * @param logLikelihood total, in nats.
 * @param entropy −Σ r log r over points and components.
 * @param weight total weight of the points n.
 */
export function criteria(
  mixture: { readonly covarianceType: CovarianceType; readonly components: number; readonly dimensions: number },
  logLikelihood: number,
  entropy: number,
  weight: number,
): Criteria {
  const parameters = freeParameters(mixture.covarianceType, mixture.components, mixture.dimensions);
  const bic = -2 * logLikelihood + parameters * log(weight);
  return { parameters, bic, aic: -2 * logLikelihood + 2 * parameters, icl: bic + 2 * entropy };
}
