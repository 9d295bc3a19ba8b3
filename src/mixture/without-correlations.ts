import { factor } from "./factors.js";
import { Mixture } from "./mixture.js";

/**
 * A mixture of the same weights, means and variances whose features are independent within each component.
 *
 * @throws RangeError when a variance is so small or large that it has no deviation.
 */
export function withoutCorrelations(mixture: Mixture): Mixture {
  const { components, dimensions: D, weights, means, ids, born, structure } = mixture;
  if (structure === "diagonal") return mixture;
  const variances = Float64Array.from({ length: components * D }, (_, e) => mixture.compact[e * D + (e % D)]!);
  const factored = factor({ structure: "diagonal", components, dimensions: D, weights, means, covariances: variances });
  if ("singular" in factored)
    throw new RangeError(`a variance of component ${factored.singular} is no positive number with a deviation`);
  return new Mixture({
    covarianceType: "diagonal",
    ...{ weights, means, ids, born, compact: variances, factors: factored.factors },
  });
}
