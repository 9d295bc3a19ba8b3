import { cholesky, invertLower } from "../cholesky.js";
import { log } from "../functions/log.js";
import { LOG_TWO_PI } from "../functions/log-two-pi.js";
import { type Factors, LARGEST_SQUARED_DISTANCE } from "../kernel.js";

/** One component seen through a pattern of missing features: the marginal of the observed, the rest given those. */
export interface Conditional {
  readonly observed: readonly number[];
  readonly missing: readonly number[];
  /** Packed inverse Cholesky factor of Σ_oo, row by row. */
  readonly whitening: Float64Array;
  /** −o/2 log 2π − ½ log |Σ_oo|. */
  readonly logNormalizer: number;
  /** m × o: Σ_mo L⁻ᵀ, so that E[x_m] − μ_m = gain · L⁻¹(x_o − μ_o). */
  readonly gain: Float64Array;
  /** m × m: Σ_mm − Σ_mo Σ_oo⁻¹ Σ_om. */
  readonly covariance: Float64Array;
}

/** Conditions component k on the observed features. */
export function conditionalOf(
  factors: Factors,
  k: number,
  observed: readonly number[],
  missing: readonly number[],
): Conditional {
  const entry = entryOf(factors, k);
  const o = observed.length;
  const m = missing.length;
  const sigma = new Float64Array(o * o);
  observed.forEach((a, i) => observed.forEach((b, j) => (sigma[i * o + j] = entry(a, b))));
  const factor = new Float64Array(o * o);
  if (!cholesky(sigma, 0, o, factor))
    throw new RangeError(`the covariance of component ${k} over features ${observed.join(", ")} is singular`);
  const whitening = new Float64Array((o * (o + 1)) / 2);
  invertLower(factor, o, whitening, 0);
  let logNormalizer = -0.5 * (o * LOG_TWO_PI);
  for (let i = 0; i < o; i++) logNormalizer -= log(factor[i * o + i]!);
  const gain = new Float64Array(m * o);
  const covariance = new Float64Array(m * m);
  missing.forEach((a, i) => {
    for (let row = 0; row < o; row++)
      for (let j = 0; j <= row; j++)
        gain[i * o + row]! += whitening[(row * (row + 1)) / 2 + j]! * entry(a, observed[j]!);
  });
  missing.forEach((a, i) =>
    missing.forEach((b, j) => {
      let sum = entry(a, b);
      for (let q = 0; q < o; q++) sum -= gain[i * o + q]! * gain[j * o + q]!;
      covariance[i * m + j] = sum;
    }),
  );
  return { observed, missing, whitening, logNormalizer, gain, covariance };
}

function entryOf({ structure, dimensions: D, covariances }: Factors, k: number): (a: number, b: number) => number {
  if (structure === "full") return (a, b) => covariances[k * D * D + a * D + b]!;
  return (a, b) => (a === b ? covariances[k * D + a]! : 0);
}

function whitened(c: Conditional, points: Float64Array, x: number, means: Float64Array, mu: number): Float64Array {
  const z = new Float64Array(c.observed.length);
  for (let row = 0; row < z.length; row++)
    for (let j = 0; j <= row; j++) {
      const feature = c.observed[j]!;
      z[row]! += c.whitening[(row * (row + 1)) / 2 + j]! * (points[x + feature]! - means[mu + feature]!);
    }
  return z;
}

/** Squared Mahalanobis distance of the observed features; 0 where none is. */
export function distanceTo(
  conditional: Conditional,
  points: Float64Array,
  x: number,
  means: Float64Array,
  mu: number,
): number {
  let squared = 0;
  for (const z of whitened(conditional, points, x, means, mu)) squared += z * z;
  return Math.min(squared, LARGEST_SQUARED_DISTANCE);
}

/** Writes E[x | observed] − μ, all D entries. */
export function expectedDeviation(
  conditional: Conditional,
  points: Float64Array,
  x: number,
  means: Float64Array,
  mu: number,
  out: Float64Array,
): void {
  const { observed, missing, gain } = conditional;
  const z = whitened(conditional, points, x, means, mu);
  for (const feature of observed) out[feature] = points[x + feature]! - means[mu + feature]!;
  missing.forEach((feature, i) => {
    let sum = 0;
    for (let q = 0; q < z.length; q++) sum += gain[i * z.length + q]! * z[q]!;
    out[feature] = sum;
  });
}
