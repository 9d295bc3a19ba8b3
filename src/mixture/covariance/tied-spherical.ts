import type { Covariance } from "./covariance.js";
import { spherical } from "./spherical.js";
import { sumScatters } from "./sum-scatters.js";

/** One variance for all components and directions (mclust's EII; k-means is its hard limit). */
export const tiedSpherical: Covariance = {
  type: "tied-spherical",
  structure: "diagonal",
  shared: true,
  freeParameters: () => 1,
  mclustDegrees: (components, dimensions) => (dimensions + 4) / dimensions + components,
  estimate(scatters, shrinkage, out) {
    const { components, dimensions: D } = scatters;
    const pooled = sumScatters(scatters, D);
    const one = { components: 1, dimensions: D, count: Float64Array.of(pooled.count), scatter: pooled.scatter };
    spherical.estimate(one, shrinkage, out);
    for (let k = 1; k < components; k++) out.copyWithin(k * D, 0, D);
  },
};
