import { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { Random } from "../../src/random/random.js";
import { fixedMixture, sample } from "./fixed-mixtures.js";

/** Rows `from` … `to` of a batch, without copying. */
export function rows({ dimensions: D, values }: PointBatch, from: number, to: number): PointBatch {
  return { count: to - from, dimensions: D, values: values.subarray(from * D, to * D) };
}

/** One batch behind the other. */
export function together(...batches: readonly PointBatch[]): PointBatch {
  const dimensions = batches[0]!.dimensions;
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const values = new Float64Array(count * dimensions);
  let at = 0;
  for (const batch of batches) {
    values.set(batch.values.subarray(0, batch.count * dimensions), at);
    at += batch.count * dimensions;
  }
  return { count, dimensions, values };
}

/** Two mixtures that have nothing to do with each other, but for their scale. */
export function unrelated(dimensions: number, components: number, seed: number): [Mixture, Mixture] {
  return [fixedMixture(dimensions, components, 1000 + seed, 3), fixedMixture(dimensions, components, 2000 + seed, 3)];
}

/** Clusters so far apart that nobody could confuse them, each with its own shape. */
export function separated(dimensions: number, weights: readonly number[], seed: number): Mixture {
  const K = weights.length;
  const shapes = fixedMixture(dimensions, K, 3000 + seed, 0);
  const random = new Random(4000 + seed);
  const means = new Float64Array(K * dimensions);
  // Along a line with jitter: neighbours are 8 apart, deviations are about 1.
  for (let k = 0; k < K; k++)
    for (let j = 0; j < dimensions; j++) means[k * dimensions + j] = (j === 0 ? 8 * k : 0) + random.uniform();
  const { covariances } = shapes;
  return new Mixture({ covarianceType: "full", weights: [...weights], means, covariances });
}

/** The same mixture with other weights; components of weight 0 give no points. */
export function reweighted(mixture: Mixture, weights: readonly number[]): Mixture {
  const total = weights.reduce((a, b) => a + b, 0);
  const { means, covariances } = mixture;
  return new Mixture({ covarianceType: "full", weights: weights.map((w) => w / total), means, covariances });
}

/** Points whose mean moves by `way` in every feature from the first to the last. */
export function drifting(mixture: Mixture, count: number, way: number, seed: number): PointBatch {
  const batch = sample(mixture, count, seed);
  const D = mixture.dimensions;
  for (let i = 0; i < count; i++) for (let j = 0; j < D; j++) batch.values[i * D + j]! += (way * i) / count;
  return batch;
}

/** Points of which one in a hundred lies 300 deviations away, in any direction. */
export function withOutliers(mixture: Mixture, count: number, seed: number): PointBatch {
  const batch = sample(mixture, count, seed);
  const random = new Random(5000 + seed);
  const D = mixture.dimensions;
  for (let i = 0; i < count; i++)
    if (random.uniform() < 0.01) for (let j = 0; j < D; j++) batch.values[i * D + j]! += 300 * random.normal();
  return batch;
}
