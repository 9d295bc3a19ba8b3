import type { Covariance } from "./covariance.js";

/** Every component has variances of its own, features are uncorrelated within it (mclust's VVI). */
export const diagonal: Covariance = {
  type: "diagonal",
  structure: "diagonal",
  shared: false,
  freeParameters: (components, dimensions) => components * dimensions,
  mclustDegrees: (_components, dimensions) => dimensions + 5,
  estimate({ components, dimensions: D, count, scatter }, { degrees, scale }, out) {
    for (let k = 0; k < components; k++) {
      const denominator = count[k]! + degrees;
      if (denominator <= 0) continue;
      for (let j = 0; j < D; j++) out[k * D + j] = (scatter[k * D + j]! + scale[j]!) / denominator;
    }
  },
};
