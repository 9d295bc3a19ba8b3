import type { Factors } from "../kernel/kernel.js";
import type { Mixture } from "../mixture/mixture.js";

/** Some components of a mixture, at the weights that they have in it, as kernels want them. */
export function someFactors({ factors }: Mixture, ks: readonly number[]): Factors {
  const pick = (from: Float64Array) => {
    const width = from.length / factors.components;
    const to = new Float64Array(ks.length * width);
    ks.forEach((k, at) => to.set(from.subarray(k * width, (k + 1) * width), at * width));
    return to;
  };
  return {
    structure: factors.structure,
    components: ks.length,
    dimensions: factors.dimensions,
    weights: pick(factors.weights),
    means: pick(factors.means),
    covariances: pick(factors.covariances),
    whitening: pick(factors.whitening),
    logNormalizer: pick(factors.logNormalizer),
    logWeight: pick(factors.logWeight),
  };
}
