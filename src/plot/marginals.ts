import type { Components } from "./components.js";

/** A component along one feature. */
export interface Marginal {
  readonly id: number;
  readonly weight: number;
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
}

/** The marginal distributions of all components along feature j, in their order. */
export function marginalsAlong({ components, covariances, dimensions: D, ids, means, weights }: Components, j: number) {
  return Array.from(
    { length: components },
    (_, k): Marginal => ({
      id: ids[k]!,
      weight: weights[k]!,
      mean: means[k * D + j]!,
      deviation: Math.sqrt(covariances[(k * D + j) * D + j]!),
    }),
  );
}

/** π_k N(x | μ_kj, Σ_kjj). */
export function weightedDensity({ weight, mean, deviation }: Marginal, x: number): number {
  return (weight * Math.exp(-0.5 * ((x - mean) / deviation) ** 2)) / (Math.sqrt(2 * Math.PI) * deviation);
}

/** Σ_k π_k N(x | μ_kj, Σ_kjj). */
export function mixtureDensity(marginals: readonly Marginal[], x: number): number {
  return marginals.reduce((sum, one) => sum + weightedDensity(one, x), 0);
}
