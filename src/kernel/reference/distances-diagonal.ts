import { type Factors, LARGEST_SQUARED_DISTANCE } from "../kernel.js";

/** Squared Mahalanobis distances under diagonal covariances; NaN where a coordinate is missing. */
export function distancesDiagonal(
  { components, dimensions: D, means, whitening }: Factors,
  points: Float64Array,
  first: number,
  count: number,
  out: Float64Array,
): void {
  for (let i = first; i < first + count; i++) {
    const x = i * D;
    for (let k = 0; k < components; k++) {
      let squared = 0;
      for (let j = 0; j < D; j++) {
        const z = (points[x + j]! - means[k * D + j]!) * whitening[k * D + j]!;
        squared += z * z;
      }
      out[i * components + k] = Math.min(squared, LARGEST_SQUARED_DISTANCE);
    }
  }
}
