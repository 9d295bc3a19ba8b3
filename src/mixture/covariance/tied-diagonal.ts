import type { Covariance } from "./covariance.js";
import { sumScatters } from "./sum-scatters.js";

/** All components share one set of variances (mclust's EEI with free axes' lengths). */
export const tiedDiagonal: Covariance = {
  type: "tied-diagonal",
  structure: "diagonal",
  shared: true,
  freeParameters: (_components, dimensions) => dimensions,
  mclustDegrees: (components, dimensions) => dimensions + components + 4,
  estimate(scatters, { degrees, scale }, out) {
    const { components, dimensions: D } = scatters;
    const { count, scatter } = sumScatters(scatters, D);
    const denominator = count + degrees;
    if (denominator <= 0) return;
    for (let k = 0; k < components; k++)
      for (let j = 0; j < D; j++) out[k * D + j] = (scatter[j]! + scale[j]!) / denominator;
  },
};
