import { log } from "../kernel/functions/log.js";
import type { PointBatch } from "../mixture/point-batch.js";
import type { Random } from "../random/random.js";
import type { Moments } from "../statistics/moments.js";

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
export function seeds(batch: PointBatch, components: number, data: Moments, random: Random): Int32Array {
  const chosen = new Int32Array(components);
  const nearest = new Float64Array(batch.count).fill(Infinity);
  const precision = data.variance.map((v) => (v > 0 ? 1 / v : 0));
  const candidates = 2 + Math.floor(log(components));
  let drawn = drawFirst(batch, random);
  for (let k = 0; ; k++) {
    chosen[k] = drawn;
    absorb(batch, drawn, precision, data.mean, nearest);
    if (k === components - 1) return chosen;
    drawn = bestCandidate(batch, nearest, precision, data.mean, candidates, random);
  }
}

function weightOf(batch: PointBatch, i: number): number {
  return batch.weights === undefined ? 1 : batch.weights[i]!;
}

function drawFirst(batch: PointBatch, random: Random): number {
  if (batch.weights === undefined) return random.below(batch.count);
  let total = 0;
  for (let i = 0; i < batch.count; i++) total += batch.weights[i]!;
  return random.weighted(batch.weights.subarray(0, batch.count), total);
}

function bestCandidate(
  batch: PointBatch,
  nearest: Float64Array,
  precision: Float64Array,
  mean: Float64Array,
  candidates: number,
  random: Random,
): number {
  const mass = new Float64Array(batch.count);
  let total = 0;
  for (let i = 0; i < batch.count; i++) total += mass[i] = nearest[i]! * weightOf(batch, i);
  if (!(total > 0)) return drawFirst(batch, random);
  let best = -1;
  let bestCost = Infinity;
  for (let c = 0; c < candidates; c++) {
    const candidate = random.weighted(mass, total);
    let cost = 0;
    for (let i = 0; i < batch.count; i++)
      cost += weightOf(batch, i) * Math.min(nearest[i]!, distance(batch, i, candidate, precision, mean));
    if (cost < bestCost) {
      best = candidate;
      bestCost = cost;
    }
  }
  return best;
}

function absorb(
  batch: PointBatch,
  seed: number,
  precision: Float64Array,
  mean: Float64Array,
  nearest: Float64Array,
): void {
  for (let i = 0; i < batch.count; i++) nearest[i] = Math.min(nearest[i]!, distance(batch, i, seed, precision, mean));
}

/** Squared distance in units of deviations; a missing coordinate counts as the feature's mean. */
function distance(batch: PointBatch, a: number, b: number, precision: Float64Array, mean: Float64Array): number {
  const { dimensions: D, values } = batch;
  let sum = 0;
  for (let j = 0; j < D; j++) {
    let u = values[a * D + j]!;
    let v = values[b * D + j]!;
    if (Number.isNaN(u)) u = mean[j]!;
    if (Number.isNaN(v)) v = mean[j]!;
    sum += (u - v) * (u - v) * precision[j]!;
  }
  return sum;
}
