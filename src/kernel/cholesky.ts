/**
 * Lower Cholesky factor of a symmetric D × D matrix (only its lower triangle is read), row-major.
 *
 * ml-matrix has this too; this one works inside flat arrays, because a stream factors K matrices every B points.
 * The diagonal is tested relative to itself: a determinant above 0 proves nothing.
 *
 * @param at where the matrix begins in `matrix`.
 * @param out D × D, its lower triangle is written.
 * @returns false when the matrix is not positive definite to working precision.
 */
export function cholesky(matrix: Float64Array, at: number, dimensions: number, out: Float64Array): boolean {
  const D = dimensions;
  for (let i = 0; i < D; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[at + i * D + j]!;
      for (let m = 0; m < j; m++) sum -= out[i * D + m]! * out[j * D + m]!;
      if (i !== j) out[i * D + j] = sum / out[j * D + j]!;
      else if (sum > D * Number.EPSILON * matrix[at + i * D + i]! && sum < Infinity) out[i * D + i] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/**
 * Inverse of a lower triangular factor, written as a packed lower triangle (row by row, D(D+1)/2 numbers).
 *
 * @param factor D × D, row-major.
 */
export function invertLower(factor: Float64Array, dimensions: number, out: Float64Array, at: number): void {
  const D = dimensions;
  for (let i = 0; i < D; i++) {
    const row = at + (i * (i + 1)) / 2;
    const pivot = 1 / factor[i * D + i]!;
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let m = j; m < i; m++) sum += factor[i * D + m]! * out[at + (m * (m + 1)) / 2 + j]!;
      out[row + j] = -sum * pivot;
    }
    out[row + i] = pivot;
  }
}
