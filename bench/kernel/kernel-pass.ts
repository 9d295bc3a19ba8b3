import { CHUNK } from "../../src/em/e-step.js";
import type { Kernel } from "../../src/kernel/kernel.js";
import type { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { emptySums, toStatistics } from "../../src/statistics/sums.js";

/**
 * One pass of learning, chunk by chunk as batch EM does it: E-step, soft labels, statistics about the current means.
 *
 * @param scores whether anomaly scores are wanted, too.
 * @returns the pass; it gives the mean log density of the points, nats a point.
 */
export function kernelPass(
  kernel: Kernel,
  mixture: Mixture,
  { count, dimensions: D, values }: PointBatch,
  scores = false,
): () => number {
  const { components: K, structure, means } = mixture;
  const rows = Math.min(CHUNK, count);
  const soft = { responsibilities: new Float64Array(rows * K), logDensity: new Float64Array(rows) };
  const labels = scores ? { ...soft, depth: new Float64Array(rows) } : soft;
  const evaluator = mixture.evaluator(kernel);
  return () => {
    const sums = emptySums(K, D, structure, means);
    let total = 0;
    for (let from = 0; from < count; from += CHUNK) {
      const rows = Math.min(CHUNK, count - from);
      const chunk = values.subarray(from * D, (from + rows) * D);
      evaluator.learn(chunk, 0, rows, undefined, labels, sums);
      for (let i = 0; i < rows; i++) total += labels.logDensity[i]!;
    }
    toStatistics(sums);
    return total / count;
  };
}
