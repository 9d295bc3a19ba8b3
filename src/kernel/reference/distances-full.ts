import { type Factors, LARGEST_SQUARED_DISTANCE } from "../kernel.js";

/** Squared Mahalanobis distances ‖L⁻¹(x − μ)‖² of points to every component; NaN where a coordinate is missing. */
export function distancesFull(
  { components, dimensions: D, means, whitening }: Factors,
  points: Float64Array,
  first: number,
  count: number,
  out: Float64Array,
): void {
  const triangle = (D * (D + 1)) / 2;
  const deviation = new Float64Array(D);
  for (let i = first; i < first + count; i++) {
    const x = i * D;
    for (let k = 0; k < components; k++) {
      for (let j = 0; j < D; j++) deviation[j] = points[x + j]! - means[k * D + j]!;
      let entry = k * triangle;
      let squared = 0;
      for (let row = 0; row < D; row++) {
        let z = 0;
        for (let j = 0; j <= row; j++) z += whitening[entry++]! * deviation[j]!;
        squared += z * z;
      }
      out[i * components + k] = Math.min(squared, LARGEST_SQUARED_DISTANCE);
    }
  }
}
