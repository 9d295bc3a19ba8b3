import type { Snapshot } from "../../../src/format/records.js";
import type { Components } from "../../../src/plot/components.js";

const made = new WeakMap<Snapshot, Components>();

/** The mixture of a snapshot in flat arrays. */
export function mixtureOf(snapshot: Snapshot): Components {
  let mixture = made.get(snapshot);
  if (mixture === undefined) {
    const { components } = snapshot;
    mixture = {
      components: components.length,
      dimensions: components[0]!.mean.length,
      weights: Float64Array.from(components, ({ weight }) => weight),
      means: Float64Array.from(components.flatMap(({ mean }) => mean)),
      covariances: Float64Array.from(components.flatMap(({ covariance }) => covariance.flat())),
      ids: Int32Array.from(components, ({ id }) => id),
    };
    made.set(snapshot, mixture);
  }
  return mixture;
}

/** Mean and covariance of everything a mixture stands for: Σ π_k (Σ_k + μ_k μ_kᵀ) − μ μᵀ. */
export function momentsOf({ components: K, covariances, dimensions: D, means, weights }: Components) {
  const mean = new Float64Array(D);
  const covariance = new Float64Array(D * D);
  for (let k = 0; k < K; k++) for (let j = 0; j < D; j++) mean[j]! += weights[k]! * means[k * D + j]!;
  for (let k = 0; k < K; k++)
    for (let i = 0; i < D; i++)
      for (let j = 0; j < D; j++) {
        const apart = (means[k * D + i]! - mean[i]!) * (means[k * D + j]! - mean[j]!);
        covariance[i * D + j]! += weights[k]! * (covariances[(k * D + i) * D + j]! + apart);
      }
  return { mean, covariance };
}
