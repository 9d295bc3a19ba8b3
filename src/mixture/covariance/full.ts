import type { Covariance } from "./covariance.js";

/** Every component has a covariance of its own (mclust's VVV). */
export const full: Covariance = {
  type: "full",
  structure: "full",
  shared: false,
  freeParameters: (components, dimensions) => (components * dimensions * (dimensions + 1)) / 2,
  mclustDegrees: (_components, dimensions) => 2 * dimensions + 4,
  estimate({ components, dimensions: D, count, scatter }, { degrees, scale }, out) {
    for (let k = 0; k < components; k++) {
      const denominator = count[k]! + degrees;
      if (denominator <= 0) continue;
      const at = k * D * D;
      for (let i = 0; i < D; i++) {
        for (let j = 0; j < i; j++) {
          const entry = scatter[at + i * D + j]! / denominator;
          out[at + i * D + j] = entry;
          out[at + j * D + i] = entry;
        }
        out[at + i * D + i] = (scatter[at + i * D + i]! + scale[i]!) / denominator;
      }
    }
  },
};
