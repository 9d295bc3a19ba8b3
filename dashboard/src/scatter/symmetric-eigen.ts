/** Eigenvalues of a symmetric matrix, the largest first, and their unit eigenvectors, one a row. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const MOST_SWEEPS = 30;

/**
 * Jacobi's method: rotates the largest entries beside the diagonal away, pair by pair, until none is left.
 *
 * Source: Golub & Van Loan, Matrix Computations (4th ed., 2013), section 8.5.
 *
 * @param matrix D × D, symmetric.
 */
export function symmetricEigen(matrix: Float64Array, D: number): Eigen {
  const a = Float64Array.from(matrix);
  const v = new Float64Array(D * D);
  for (let i = 0; i < D; i++) v[i * D + i] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS && offDiagonal(a, D) > 1e-22; sweep++)
    for (let p = 0; p < D - 1; p++) for (let q = p + 1; q < D; q++) rotate(a, v, D, p, q);
  const order = Array.from({ length: D }, (_, i) => i).sort((i, j) => a[j * D + j]! - a[i * D + i]!);
  const vectors = new Float64Array(D * D);
  order.forEach((column, row) => {
    for (let j = 0; j < D; j++) vectors[row * D + j] = v[j * D + column]!;
  });
  return { values: Float64Array.from(order, (i) => a[i * D + i]!), vectors };
}

/** Sum of squares beside the diagonal, as a share of all. */
function offDiagonal(a: Float64Array, D: number): number {
  let [off, on] = [0, 0];
  for (let i = 0; i < D; i++)
    for (let j = 0; j < D; j++) i === j ? (on += a[i * D + j]! ** 2) : (off += a[i * D + j]! ** 2);
  return off === 0 ? 0 : off / (on + off);
}

function rotate(a: Float64Array, v: Float64Array, D: number, p: number, q: number): void {
  const apq = a[p * D + q]!;
  if (apq === 0) return;
  const theta = (a[q * D + q]! - a[p * D + p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < D; k++) turn(a, k * D + p, k * D + q, c, s);
  for (let k = 0; k < D; k++) turn(a, p * D + k, q * D + k, c, s);
  for (let k = 0; k < D; k++) turn(v, k * D + p, k * D + q, c, s);
}

function turn(x: Float64Array, i: number, j: number, c: number, s: number): void {
  const [xi, xj] = [x[i]!, x[j]!];
  x[i] = c * xi - s * xj;
  x[j] = s * xi + c * xj;
}
