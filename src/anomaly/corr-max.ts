import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/**
 * R^(−½), the symmetric inverse root of a correlation matrix: of all W with WRWᵀ = I the one that keeps every
 * transformed variable most correlated with its own original. Eigenvalues below what the decomposition resolves are
 * raised to it.
 *
 * Source: Garthwaite & Koch, Evaluating the contributions of individual variables to a quadratic form, Australian &
 * New Zealand Journal of Statistics 58 (2016): the corr-max transformation.
 *
 * @param correlation d × d, symmetric, its diagonal 1.
 * @returns d × d, row-major.
 */
export function inverseRoot(correlation: Float64Array, dimensions: number): Float64Array {
  const d = dimensions;
  const matrix = Matrix.from1DArray(d, d, Array.from(correlation));
  // Only + − × ÷ and square roots: the same bits everywhere.
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const least = d * Number.EPSILON * Math.max(...realEigenvalues);
  const scaled = new Float64Array(d * d);
  const vectors = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let m = 0; m < d; m++) {
      vectors[i * d + m] = eigenvectorMatrix.get(i, m);
      scaled[i * d + m] = vectors[i * d + m]! / Math.sqrt(Math.max(realEigenvalues[m]!, least));
    }
  const root = new Float64Array(d * d);
  for (let i = 0; i < d; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let m = 0; m < d; m++) sum += scaled[i * d + m]! * vectors[j * d + m]!;
      root[i * d + j] = sum;
      root[j * d + i] = sum;
    }
  return root;
}

/**
 * Shares of the squared Mahalanobis distance ‖R^(−½)z‖²: the squares of the transformed deviations, divided by their
 * sum, each given to the feature that it stands for.
 *
 * @param root R^(−½), or undefined where features are uncorrelated.
 * @param z d deviations in units of the features' standard deviations.
 * @returns d shares ≥ 0 that sum to 1; equal ones where every deviation is 0.
 */
export function sharesOf(root: Float64Array | undefined, z: Float64Array): Float64Array {
  const d = z.length;
  const shares = root === undefined ? z.slice() : multiply(root, z);
  let largest = 0;
  for (let i = 0; i < d; i++) largest = Math.max(largest, Math.abs(shares[i]!));
  if (largest === 0) return shares.fill(1 / d);
  let sum = 0;
  for (let i = 0; i < d; i++) {
    // Squares of huge deviations would overflow.
    const w = shares[i]! / largest;
    shares[i] = w * w;
    sum += w * w;
  }
  for (let i = 0; i < d; i++) shares[i]! /= sum;
  return shares;
}

function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const d = vector.length;
  const product = new Float64Array(d);
  for (let i = 0; i < d; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += matrix[i * d + j]! * vector[j]!;
    product[i] = sum;
  }
  return product;
}
