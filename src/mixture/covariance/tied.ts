import type { Covariance } from "./covariance.js";
import { sumScatters } from "./sum-scatters.js";

/** All components share one covariance (mclust's EEE). */
export const tied: Covariance = {
  type: "tied",
  structure: "full",
  shared: true,
  freeParameters: (_components, dimensions) => (dimensions * (dimensions + 1)) / 2,
  mclustDegrees: (components, dimensions) => 2 * dimensions + components + 3,
  estimate(scatters, { degrees, scale }, out) {
    const { components, dimensions: D } = scatters;
    const { count, scatter } = sumScatters(scatters, D * D);
    const denominator = count + degrees;
    if (denominator <= 0) return;
    for (let j = 0; j < D; j++) scatter[j * D + j]! += scale[j]!;
    for (let k = 0; k < components; k++) for (let e = 0; e < D * D; e++) out[k * D * D + e] = scatter[e]! / denominator;
  },
};
