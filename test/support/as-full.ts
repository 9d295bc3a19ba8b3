import { Mixture } from "../../src/mixture/mixture.js";

/** The same mixture with free covariances. */
export function asFull(mixture: Mixture): Mixture {
  const { weights, means, covariances } = mixture;
  return new Mixture({ covarianceType: "full", weights, means, covariances });
}
