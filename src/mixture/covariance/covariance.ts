import type { CovarianceType } from "./covariance-type.js";

/** Which part of a covariance exists: all of it, or its diagonal only. Decides memory, factor and kernel loop. */
export type Structure = "full" | "diagonal";

/**
 * One covariance type: how many numbers it frees, and its M-step.
 *
 * A new type is one file with one such object, and one line in `covariances.ts`.
 */
export interface Covariance {
  readonly type: CovarianceType;
  readonly structure: Structure;
  /** Free parameters of all covariances of K components in D dimensions. */
  freeParameters(components: number, dimensions: number): number;
  /** True where the components share one covariance. */
  readonly shared: boolean;
  /**
   * Posterior-mode covariances from scatters: (scatter + scale) / (count + degrees), under the type's constraint.
   * Components whose denominator is 0 are left as they are in `out`.
   */
  estimate(scatters: Scatters, shrinkage: Shrinkage, out: Float64Array): void;
  /** Degrees of freedom that mclust's inverse-Wishart adds to a component's count (Fraley & Raftery 2007, table 2). */
  mclustDegrees(components: number, dimensions: number): number;
}

/** Weighted scatters about the component means, with the effective number of points behind each. */
export interface Scatters {
  readonly components: number;
  readonly dimensions: number;
  /** K effective counts. */
  readonly count: Float64Array;
  /** K × D × D (full, symmetric) or K × D (diagonal) sums of r (x − μ)(x − μ)ᵀ. */
  readonly scatter: Float64Array;
}

/** What the prior adds to every M-step of the covariances. */
export interface Shrinkage {
  /** Pseudo-count added to a covariance's count. */
  readonly degrees: number;
  /** D diagonal entries added to a covariance's scatter. */
  readonly scale: Float64Array;
  /** D units in which a spherical covariance is a sphere. */
  readonly units: Float64Array;
}

/** Length of one component's factor under a structure: a packed triangle, or a diagonal. */
export function factorEntriesOf(structure: Structure, dimensions: number): number {
  return structure === "full" ? (dimensions * (dimensions + 1)) / 2 : dimensions;
}

/** Length of one component's entries under a structure. */
export function entriesOf(structure: Structure, dimensions: number): number {
  return structure === "full" ? dimensions * dimensions : dimensions;
}
