import { bhattacharyya, gaussiansOf } from "../../../src/lifecycle/bhattacharyya.js";
import { Mixture } from "../../../src/mixture/mixture.js";
import { fixedMixture } from "../../support/fixed-mixtures.js";

/** A fixed mixture whose components are at least a Bhattacharyya distance apart: 2 is four deviations. */
export function separated(dimensions: number, components: number, seed: number, least = 2): Mixture {
  for (let attempt = 0; ; attempt++) {
    const mixture = fixedMixture(dimensions, components, 1000 * seed + attempt, 4);
    if (closest(mixture) >= least) return mixture;
  }
}

/** Distance of the two nearest components. */
export function closest(mixture: Mixture): number {
  const gaussians = gaussiansOf(mixture);
  return Math.min(...gaussians.flatMap((a, i) => gaussians.slice(0, i).map((b) => bhattacharyya(a, b))));
}

/** Some components of a mixture, with given shares or their own in proportion. */
export function some(mixture: Mixture, ks: readonly number[], shares?: readonly number[]): Mixture {
  const { dimensions: D, means, covariances, weights } = mixture;
  const raw = shares ?? ks.map((k) => weights[k]!);
  const total = raw.reduce((a, b) => a + b, 0);
  return new Mixture({
    covarianceType: "full",
    weights: raw.map((w) => w / total),
    means: ks.flatMap((k) => Array.from(means.subarray(k * D, (k + 1) * D))),
    covariances: ks.flatMap((k) => Array.from(covariances.subarray(k * D * D, (k + 1) * D * D))),
  });
}

export const range = (length: number, first = 0): number[] => Array.from({ length }, (_, i) => first + i);
