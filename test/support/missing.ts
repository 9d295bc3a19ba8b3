import { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { Random } from "../../src/random/random.js";

/** The same points, each coordinate missing with a probability, whatever the others are. */
export function withHoles(batch: PointBatch, share: number, seed: number): PointBatch {
  const random = new Random(seed);
  return { ...batch, values: batch.values.map((x) => (random.uniform() < share ? Number.NaN : x)) };
}

/** The distribution of some of a mixture's features, by the textbook: rows and columns of means and covariances. */
export function marginalOf(mixture: Mixture, features: readonly number[]): Mixture {
  const { weights, means, covariances, dimensions: D, ids } = mixture;
  return new Mixture({
    covarianceType: "full",
    weights,
    means: Array.from(weights.keys()).flatMap((k) => features.map((a) => means[k * D + a]!)),
    covariances: Array.from(weights.keys()).flatMap((k) =>
      features.flatMap((a) => features.map((b) => covariances[(k * D + a) * D + b]!)),
    ),
    ids,
  });
}

/** The same mixture with its components in the order of those of `truth`, each by the nearest mean. */
export function inOrderOf(truth: Mixture, mixture: Mixture): Mixture {
  const { components: K, dimensions: D, weights, means, covariances, covarianceType } = mixture;
  const order = Array.from({ length: K }, (_, k) => nearest(truth, k, mixture));
  if (new Set(order).size !== K) throw new Error(`components ${order.join(", ")} are nearest: not one for each`);
  return new Mixture({
    covarianceType,
    weights: order.map((k) => weights[k]!),
    means: order.flatMap((k) => [...means.subarray(k * D, (k + 1) * D)]),
    covariances: order.flatMap((k) => [...covariances.subarray(k * D * D, (k + 1) * D * D)]),
  });
}

function nearest({ means: from, dimensions: D }: Mixture, k: number, { means, components }: Mixture): number {
  const distances = Array.from({ length: components }, (_, c) => {
    let sum = 0;
    for (let j = 0; j < D; j++) sum += (means[c * D + j]! - from[k * D + j]!) ** 2;
    return sum;
  });
  return distances.indexOf(Math.min(...distances));
}
