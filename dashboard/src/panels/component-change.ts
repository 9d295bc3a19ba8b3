import type { SnapshotComponent } from "../../../src/format/records.js";

/** How a component differs from itself at an earlier time. */
export interface ComponentChange {
  /** Mahalanobis distance of the new mean under the old component: in its standard deviations. */
  readonly moved: number;
  /** Geometric mean over the features of new deviation / old deviation. */
  readonly spread: number;
}

export function changeOf(before: SnapshotComponent, after: SnapshotComponent): ComponentChange {
  const D = before.mean.length;
  const shift = Float64Array.from(after.mean, (value, j) => value - before.mean[j]!);
  const solved = solve(before.covariance, shift);
  const squared = solved.reduce((sum, one) => sum + one * one, 0);
  let logs = 0;
  for (let j = 0; j < D; j++) logs += Math.log(after.covariance[j]![j]! / before.covariance[j]![j]!) / 2;
  return { moved: Math.sqrt(squared), spread: Math.exp(logs / D) };
}

/** L⁻¹x with the Cholesky factor L of a matrix. */
function solve(matrix: readonly (readonly number[])[], x: Float64Array): Float64Array {
  const D = x.length;
  const L = matrix.map((row) => Float64Array.from(row));
  const solved = new Float64Array(D);
  for (let i = 0; i < D; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      for (let m = 0; m < j; m++) sum -= L[i]![m]! * L[j]![m]!;
      L[i]![j] = i === j ? Math.sqrt(sum) : sum / L[j]![j]!;
    }
    let rest = x[i]!;
    for (let m = 0; m < i; m++) rest -= L[i]![m]! * solved[m]!;
    solved[i] = rest / L[i]![i]!;
  }
  return solved;
}
