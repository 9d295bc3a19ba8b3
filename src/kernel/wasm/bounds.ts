import type { Factors } from "../kernel.js";

/**
 * Upper bounds of log joint densities that four points at a time can be held against: with y the point about `centre`,
 * times `reciprocalScale`, log π_k N(x | μ_k, Σ_k) ≤ a_k − h_k‖y‖² + g_k·y, rounding in single precision included.
 */
export interface Bounds {
  /** D each. */
  readonly centre: Float64Array;
  readonly reciprocalScale: Float64Array;
  /** K each. */
  readonly constant: Float32Array;
  readonly curvature: Float32Array;
  /** K × D. */
  readonly slope: Float32Array;
}

/** Half an ulp of single precision. */
const ROUNDING = 2 ** -24;
/** Distances are shortened by this share, which covers what cancels between a point and the centre. */
const SHORTENED = 1e-3;
/** Nats by which every bound is raised. */
const SLACK = 0.01;
/** More squarings make the bound of an eigenvalue tighter, D^(1/2^n) at worst, and cost D³ each. */
const SQUARINGS = 3;

/** Works the bounds of a mixture out; covariances enter by a bound of their largest eigenvalue. */
export function boundsOf(factors: Factors): Bounds {
  const { components: K, dimensions: D, means, logNormalizer, logWeight } = factors;
  const { centre, reciprocalScale } = frameOf(factors);
  const constant = new Float32Array(K);
  const curvature = new Float32Array(K);
  const slope = new Float32Array(K * D);
  const relative = 4 * (D + 8) * ROUNDING;
  for (let k = 0; k < K; k++) {
    const h = (0.5 * (1 - SHORTENED)) / largestEigenvalue(factors, k, reciprocalScale);
    let norm = 0;
    for (let j = 0; j < D; j++) {
      const y = (means[k * D + j]! - centre[j]!) * reciprocalScale[j]!;
      norm += y * y;
      slope[k * D + j] = 2 * h * y;
    }
    // Errors of single precision are below `relative`·h(‖y‖² + ‖ν‖²).
    const exact = logNormalizer[k]! + logWeight[k]! - h * (1 - relative) * norm;
    constant[k] = exact + SLACK + 1e-6 * Math.abs(exact);
    curvature[k] = h * (1 - relative) * (1 - 2 * ROUNDING);
  }
  return { centre, reciprocalScale, constant, curvature, slope };
}

/** The mean of the mixture, and reciprocal pooled deviations. */
function frameOf({ structure, components: K, dimensions: D, means, covariances, logWeight }: Factors) {
  const centre = new Float64Array(D);
  const reciprocalScale = new Float64Array(D);
  let total = 0;
  for (let k = 0; k < K; k++) {
    if (logWeight[k] === Number.NEGATIVE_INFINITY) continue;
    total++;
    for (let j = 0; j < D; j++) {
      centre[j]! += means[k * D + j]!;
      reciprocalScale[j]! += covariances[structure === "full" ? (k * D + j) * D + j : k * D + j]!;
    }
  }
  for (let j = 0; j < D; j++) {
    centre[j]! /= total;
    const scale = 1 / Math.sqrt(reciprocalScale[j]! / total);
    reciprocalScale[j] = scale > 0 && scale < Infinity ? scale : 1;
  }
  return { centre, reciprocalScale };
}

/** At least the largest eigenvalue of component k's covariance in the frame's units, and seldom much more. */
function largestEigenvalue(factors: Factors, k: number, scale: Float64Array): number {
  const { structure, dimensions: D, covariances } = factors;
  if (structure === "full") return spectralBound(scaled(covariances, k, D, scale), D);
  let largest = 0;
  for (let j = 0; j < D; j++) largest = Math.max(largest, covariances[k * D + j]! * scale[j]! * scale[j]!);
  return largest * (1 + 1e-9);
}

function scaled(covariances: Float64Array, k: number, D: number, scale: Float64Array): Float64Array {
  const matrix = new Float64Array(D * D);
  for (let i = 0; i < D; i++)
    for (let j = 0; j < D; j++) matrix[i * D + j] = covariances[(k * D + i) * D + j]! * scale[i]! * scale[j]!;
  return matrix;
}

/** ‖A^p‖_F^(1/p) ≥ λmax of a symmetric, positive definite A, p = 2^SQUARINGS; norms are taken out on the way. */
function spectralBound(matrix: Float64Array, D: number): number {
  let bound = 1;
  let power = matrix;
  for (let squaring = 0; ; squaring++) {
    let norm = frobenius(power);
    for (let e = 0; e < power.length; e++) power[e]! /= norm;
    for (let root = 0; root < squaring; root++) norm = Math.sqrt(norm);
    bound *= norm;
    if (squaring === SQUARINGS) return bound * (1 + 1e-9);
    power = square(power, D);
  }
}

function frobenius(matrix: Float64Array): number {
  let sum = 0;
  for (const entry of matrix) sum += entry * entry;
  return Math.sqrt(sum);
}

function square(matrix: Float64Array, D: number): Float64Array {
  const out = new Float64Array(D * D);
  for (let i = 0; i < D; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let e = 0; e < D; e++) sum += matrix[i * D + e]! * matrix[j * D + e]!;
      out[i * D + j] = sum;
      out[j * D + i] = sum;
    }
  return out;
}
