import { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { Random } from "../../src/random/random.js";

/** A fixed mixture whose parameters come from a seed, once and for all: means of deviation `spread`. */
export function fixedMixture(dimensions: number, components: number, seed: number, spread: number): Mixture {
  const random = new Random(seed);
  const D = dimensions;
  const raw = Float64Array.from({ length: components }, () => 0.5 + random.uniform());
  const total = raw.reduce((a, b) => a + b, 0);
  const means = Float64Array.from({ length: components * D }, () => spread * random.normal());
  const covariances = new Float64Array(components * D * D);
  for (let k = 0; k < components; k++) {
    const root = Float64Array.from({ length: D * D }, () => random.normal());
    for (let i = 0; i < D; i++)
      for (let j = 0; j <= i; j++) {
        let sum = i === j ? 0.2 : 0;
        for (let m = 0; m < D; m++) sum += (root[i * D + m]! * root[j * D + m]!) / D;
        covariances[(k * D + i) * D + j] = sum;
        covariances[(k * D + j) * D + i] = sum;
      }
  }
  return new Mixture({ covarianceType: "full", weights: raw.map((w) => w / total), means, covariances });
}

/** n independent points of a mixture with full covariances. */
export function sample(mixture: Mixture, count: number, seed: number): PointBatch {
  const { components: K, dimensions: D, weights, means, covariances } = mixture;
  const random = new Random(seed);
  const factors = Array.from({ length: K }, (_, k) => choleskyOf(covariances.subarray(k * D * D, (k + 1) * D * D), D));
  const values = new Float64Array(count * D);
  const z = new Float64Array(D);
  for (let i = 0; i < count; i++) {
    const k = random.weighted(weights, 1);
    for (let j = 0; j < D; j++) z[j] = random.normal();
    for (let j = 0; j < D; j++) {
      let x = means[k * D + j]!;
      for (let m = 0; m <= j; m++) x += factors[k]![j * D + m]! * z[m]!;
      values[i * D + j] = x;
    }
  }
  return { count, dimensions: D, values };
}

function choleskyOf(a: Float64Array, D: number): Float64Array {
  const l = new Float64Array(D * D);
  for (let i = 0; i < D; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * D + j]!;
      for (let m = 0; m < j; m++) sum -= l[i * D + m]! * l[j * D + m]!;
      l[i * D + j] = i === j ? Math.sqrt(sum) : sum / l[j * D + j]!;
    }
  return l;
}

/** Mean log density of points, nats a point. */
export function meanLogDensity(mixture: Mixture, batch: PointBatch): number {
  return mixture.logDensity(batch).reduce((a, b) => a + b, 0) / batch.count;
}

/** The mixtures on which one pass of the stream is held against batch EM. */
export const D2K5 = fixedMixture(2, 5, 25, 3);
export const D8K8 = fixedMixture(8, 8, 88, 3);

/** Three mixtures whose components overlap, on which EM is slow. */
export const OVERLAPPING = [1, 2, 3].map((seed) => fixedMixture(4, 12, 400 + seed, 1.5));
