import { inverse, Matrix } from "ml-matrix";
import type { Mixture } from "../../src/mixture/mixture.js";

/** Log densities written as in the textbook: explicit inverses, LU determinants, no log-sum-exp. */
export function naiveScores(mixture: Mixture, point: readonly number[]): { joint: number[]; logDensity: number } {
  const { components: K, dimensions: D, weights, means, covariances } = mixture;
  const joint = Array.from({ length: K }, (_, k) => {
    const rows = Array.from({ length: D }, (_, i) =>
      Array.from(covariances.subarray((k * D + i) * D, (k * D + i + 1) * D)),
    );
    const sigma = new Matrix(rows);
    const deviation = Matrix.columnVector(point.map((x, j) => x - means[k * D + j]!));
    const squared = deviation.transpose().mmul(inverse(sigma)).mmul(deviation).get(0, 0);
    return Math.log(weights[k]!) - 0.5 * (D * Math.log(2 * Math.PI) + logDeterminant(rows) + squared);
  });
  const largest = Math.max(...joint);
  return { joint, logDensity: largest + Math.log(joint.reduce((sum, j) => sum + Math.exp(j - largest), 0)) };
}

/** By Gaussian elimination with pivoting. */
function logDeterminant(rows: number[][]): number {
  const a = rows.map((row) => row.slice());
  let sum = 0;
  for (let c = 0; c < a.length; c++) {
    const pivot = a.slice(c).reduce((best, row, i) => (Math.abs(row[c]!) > Math.abs(a[best]![c]!) ? c + i : best), c);
    [a[c], a[pivot]] = [a[pivot]!, a[c]!];
    sum += Math.log(Math.abs(a[c]![c]!));
    for (let r = c + 1; r < a.length; r++) {
      const factor = a[r]![c]! / a[c]![c]!;
      for (let j = c; j < a.length; j++) a[r]![j]! -= factor * a[c]![j]!;
    }
  }
  return sum;
}
