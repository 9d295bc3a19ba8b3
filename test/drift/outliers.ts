import type { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import type { Random } from "../../src/random/random.js";

/** Throws a share of the points 300 deviations of a component away, in any direction. */
export function throwOut(batch: PointBatch, mixture: Mixture, share: number, random: Random): void {
  const { count, dimensions: D, values } = batch;
  const distance = 300 * deviationOf(mixture);
  const direction = new Float64Array(D);
  for (let i = 0; i < count; i++) {
    if (random.uniform() >= share) continue;
    for (let j = 0; j < D; j++) direction[j] = random.normal();
    const length = Math.sqrt(direction.reduce((sum, x) => sum + x * x, 0));
    for (let j = 0; j < D; j++) values[i * D + j]! += (distance * direction[j]!) / length;
  }
}

/** Root of the mean variance of a component along an axis. */
function deviationOf({ components: K, dimensions: D, covariances }: Mixture): number {
  let sum = 0;
  for (let k = 0; k < K; k++) for (let j = 0; j < D; j++) sum += covariances[(k * D + j) * D + j]!;
  return Math.sqrt(sum / (K * D));
}
