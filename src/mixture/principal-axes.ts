import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Mixture } from "./mixture.js";

/** Principal axes of a covariance, the longest first. */
export interface PrincipalAxes {
  /** Variances along the axes, descending. */
  readonly variances: Float64Array;
  /** Unit vectors, one a row of d numbers; signs are such that the largest entry is positive. */
  readonly directions: Float64Array;
}

/**
 * Principal axes of component k, seen in the plane (or subspace) of some features: what an ellipse is drawn from.
 *
 * @param features the d features looked at; default all.
 * @example
 * const { variances } = principalAxes(mixture, 0, [0, 1]); // squared half-axes of the 1σ ellipse
 */
export function principalAxes(mixture: Mixture, k: number, features?: readonly number[]): PrincipalAxes {
  const { dimensions: D, covariances } = mixture;
  const chosen = features ?? Array.from({ length: D }, (_, j) => j);
  const d = chosen.length;
  const covariance = new Matrix(d, d);
  chosen.forEach((a, i) => chosen.forEach((b, j) => covariance.set(i, j, covariances[(k * D + a) * D + b]!)));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[b]! - realEigenvalues[a]!);
  const directions = new Float64Array(d * d);
  order.forEach((column, row) => {
    const axis = eigenvectorMatrix.getColumn(column);
    const largest = axis.reduce((best, v) => (Math.abs(v) > Math.abs(best) ? v : best), 0);
    axis.forEach((v, j) => (directions[row * d + j] = largest < 0 ? -v : v));
  });
  return { variances: Float64Array.from(order, (i) => realEigenvalues[i]!), directions };
}
