import type { Covariance } from "./covariance.js";

/** Every component has one variance of its own, the same in every direction (mclust's VII). */
export const spherical: Covariance = {
  type: "spherical",
  structure: "diagonal",
  shared: false,
  freeParameters: (components) => components,
  mclustDegrees: (_components, dimensions) => (2 * dimensions + 4) / dimensions,
  estimate({ components, dimensions: D, count, scatter }, { degrees, scale, units }, out) {
    for (let k = 0; k < components; k++) {
      const denominator = count[k]! + degrees;
      if (denominator <= 0) continue;
      let sum = 0;
      for (let j = 0; j < D; j++) sum += (scatter[k * D + j]! + scale[j]!) / (units[j]! * units[j]!);
      const variance = sum / D / denominator;
      for (let j = 0; j < D; j++) out[k * D + j] = variance * (units[j]! * units[j]!);
    }
  },
};
