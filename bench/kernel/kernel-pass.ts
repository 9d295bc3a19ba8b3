import { CHUNK } from "../../src/em/e-step.js";
import type { Kernel } from "../../src/kernel/kernel.js";
import type { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { emptyScores } from "../../src/mixture/scores.js";
import { emptySums, toStatistics } from "../../src/statistics/sums.js";

/**
 * One pass of learning, chunk by chunk as batch EM does it: E-step, soft labels, statistics about the current means.
 *
 * @returns the pass; it gives the mean log density of the points, nats a point.
 */
export function kernelPass(
  kernel: Kernel,
  mixture: Mixture,
  { count, dimensions: D, values }: PointBatch,
): () => number {
  const { components: K, structure, means } = mixture;
  const scores = emptyScores(Math.min(CHUNK, count), K);
  const evaluator = mixture.evaluator(kernel);
  return () => {
    const sums = emptySums(K, D, structure, means);
    let total = 0;
    for (let from = 0; from < count; from += CHUNK) {
      const rows = Math.min(CHUNK, count - from);
      const chunk = values.subarray(from * D, (from + rows) * D);
      evaluator.expectation(chunk, 0, rows, scores);
      evaluator.accumulate(chunk, 0, rows, scores.responsibilities, undefined, sums);
      for (let i = 0; i < rows; i++) total += scores.logDensity[i]!;
    }
    toStatistics(sums);
    return total / count;
  };
}
