import { exp } from "../functions/exp.js";
import { log } from "../functions/log.js";
import type { Expectation, Factors } from "../kernel.js";

/** Turns row `at` of squared distances into responsibilities and the log density. */
export type Normalizer = (mahalanobis: Float64Array, out: Expectation, at: number) => void;

/**
 * Makes the function that turns row `at` of squared distances into responsibilities and the log density, by
 * log-sum-exp in ascending order of components.
 */
export function normalizer(
  { components: K, logNormalizer, logWeight }: Pick<Factors, "components" | "logNormalizer" | "logWeight">,
  negligible: number,
): Normalizer {
  const below = negligible + log(K);
  const constant = new Float64Array(K);
  for (let k = 0; k < K; k++) constant[k] = logNormalizer[k]! + logWeight[k]!;
  return (mahalanobis, { responsibilities, logDensity }, at) => {
    const row = at * K;
    let largest = -Infinity;
    for (let k = 0; k < K; k++) {
      const joint = constant[k]! - 0.5 * mahalanobis[row + k]!;
      responsibilities[row + k] = joint;
      if (!(joint <= largest)) largest = joint;
    }
    const threshold = largest - below;
    let sum = 0;
    for (let k = 0; k < K; k++) {
      const joint = responsibilities[row + k]!;
      const share = joint < threshold ? 0 : exp(joint - largest);
      responsibilities[row + k] = share;
      sum += share;
    }
    logDensity[at] = largest + log(sum);
    const scale = 1 / sum;
    for (let k = 0; k < K; k++) responsibilities[row + k]! *= scale;
  };
}
