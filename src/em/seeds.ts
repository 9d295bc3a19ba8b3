import { log } from "../kernel/functions/log.js";
import type { PointBatch } from "../mixture/point-batch.js";
import type { Random } from "../random/random.js";
import type { Moments } from "../statistics/moments.js";
import { rowsOf, type Task } from "./chunk-work.js";
import type { Chunks } from "./chunks.js";
import { CHUNK } from "./e-step.js";

/**
 * Chooses K rows as seeds by greedy k-means++: each next seed is the best of 2 + ⌊ln K⌋ candidates drawn with
 * probability proportional to the squared distance from the seeds so far, every feature in units of its deviation.
 *
 * With fewer distinct points than K some seeds coincide.
 *
 * Source: Arthur & Vassilvitskii, k-means++: the advantages of careful seeding, SODA 2007.
 *
 * @returns K row numbers.
 */
export function* seeds<Y>(
  chunks: Chunks<Y>,
  components: number,
  data: Moments,
  random: Random,
): Generator<Y, Int32Array> {
  const { batch, nearest } = chunks;
  const chosen = new Int32Array(components);
  nearest.fill(Infinity);
  chosen[0] = drawFirst(batch, random);
  for (let k = 1; k < components; k++) {
    yield* absorb(chunks, chosen[k - 1]!, data);
    chosen[k] = yield* bestCandidate(chunks, 2 + Math.floor(log(components)), data, random);
  }
  return chosen;
}

function drawFirst(batch: PointBatch, random: Random): number {
  if (batch.weights === undefined) return random.below(batch.count);
  let total = 0;
  for (let i = 0; i < batch.count; i++) total += batch.weights[i]!;
  return random.weighted(batch.weights.subarray(0, batch.count), total);
}

/** Points are now near the new seed, too. */
function* absorb<Y>(chunks: Chunks<Y>, seed: number, data: Moments): Generator<Y, void> {
  const { batch, nearest } = chunks;
  yield* chunks.each(distancesFrom([seed], batch, data), (result, chunk) => {
    nearest.set(result.subarray(0, rowsOf(batch, chunk)), chunk * CHUNK);
  });
}

/** The candidate that leaves the least squared distance. */
function* bestCandidate<Y>(chunks: Chunks<Y>, count: number, data: Moments, random: Random): Generator<Y, number> {
  const { batch, nearest } = chunks;
  const { weights } = batch;
  const mass = weights === undefined ? nearest : nearest.map((d, i) => d * weights[i]!);
  let total = 0;
  for (let i = 0; i < batch.count; i++) total += mass[i]!;
  if (!(total > 0)) return drawFirst(batch, random);
  const candidates = Array.from({ length: count }, () => random.weighted(mass, total));
  const cost = new Float64Array(count);
  yield* chunks.each(distancesFrom(candidates, batch, data), (result, chunk) => {
    const rows = rowsOf(batch, chunk);
    for (let c = 0; c < count; c++)
      for (let i = 0; i < rows; i++) cost[c]! += (weights?.[chunk * CHUNK + i] ?? 1) * result[c * rows + i]!;
  });
  return candidates[cost.indexOf(Math.min(...cost))]!;
}

function distancesFrom(rows: readonly number[], batch: PointBatch, { mean, variance }: Moments): Task {
  const { dimensions: D, values } = batch;
  const precision = variance.map((v) => (v > 0 ? 1 / v : 0));
  const from = new Float64Array(rows.length * D);
  rows.forEach((row, c) => {
    for (let j = 0; j < D; j++) {
      const x = values[row * D + j]!;
      from[c * D + j] = Number.isNaN(x) ? mean[j]! : x;
    }
  });
  return { kind: "distances", from, mean, precision };
}
