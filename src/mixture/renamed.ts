import { Mixture } from "./mixture.js";

/** The same mixture under other names: K ids and K versions in which its components were born. */
export function renamed(mixture: Mixture, ids: Int32Array, born: Float64Array): Mixture {
  const { covarianceType, weights, means, compact, factors } = mixture;
  return new Mixture({ covarianceType, weights, means, compact, ids, born, factors });
}
