import { floorScores } from "../anomaly/floor-score.js";
import type { Learner } from "../learning/learner.js";
import type { ScoredBatch } from "../learning/scored-batch.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { mapSteps } from "./map-steps.js";

/** What a learner said of every point before it learned it. Points of the warm-up are left out. */
export interface Pass {
  /** Ordinal of the first scored point: so many warmed up. */
  readonly first: number;
  /** n − first anomaly scores. */
  readonly anomalyScore: Float64Array;
  /** n − first log densities, nats. */
  readonly logDensity: Float64Array;
  /** n − first floor scores, see {@link floorScores}. */
  readonly floorScore: Float64Array;
}

/** Points that are learned at once: enough to be quick, few enough to let the mixtures go that labelled them. */
const BLOCK = 4096;

/**
 * One pass over points in which every one is scored first and learned then.
 *
 * Source: Dawid, Statistical theory: the prequential approach, JRSS A 147 (1984).
 *
 * @param learner a new one; it has learned all points afterwards.
 * @returns after yielding the share of points done, from time to time.
 */
export function* testThenTrain(learner: Learner, points: PointBatch): Generator<number, Pass> {
  const collector = new Collector(points);
  for (let from = 0; from < points.count; from += BLOCK) {
    const steps = learner.learnInSlices(rowsOf(points, from, Math.min(from + BLOCK, points.count)));
    collector.add(yield* mapSteps(steps, () => from / points.count));
    yield Math.min(1, (from + BLOCK) / points.count);
  }
  return collector.finish();
}

class Collector {
  readonly #points: PointBatch;
  readonly #anomalyScore: Float64Array;
  readonly #logDensity: Float64Array;
  readonly #floorScore: Float64Array;
  #first: number;

  constructor(points: PointBatch) {
    this.#points = points;
    this.#first = points.count;
    this.#anomalyScore = new Float64Array(points.count);
    this.#logDensity = new Float64Array(points.count);
    this.#floorScore = new Float64Array(points.count);
  }

  add({ anomalyScore, first, logDensity, runs }: ScoredBatch): void {
    for (const { start, end, mixture, warmup } of runs) {
      if (warmup) continue;
      const at = first + start;
      this.#first = Math.min(this.#first, at);
      this.#anomalyScore.set(anomalyScore.subarray(start, end), at);
      this.#logDensity.set(logDensity.subarray(start, end), at);
      this.#floorScore.set(floorScores(mixture, rowsOf(this.#points, at, first + end)), at);
    }
  }

  finish(): Pass {
    const first = this.#first;
    return {
      first,
      anomalyScore: this.#anomalyScore.subarray(first),
      logDensity: this.#logDensity.subarray(first),
      floorScore: this.#floorScore.subarray(first),
    };
  }
}

/** Rows `from` (inclusive) to `to` (exclusive) of a batch, not copied. */
function rowsOf({ dimensions: D, values, weights }: PointBatch, from: number, to: number): PointBatch {
  const rows = { count: to - from, dimensions: D, values: values.subarray(from * D, to * D) };
  return weights === undefined ? rows : { ...rows, weights: weights.subarray(from, to) };
}
