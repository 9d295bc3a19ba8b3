import { Learner } from "../../src/learning/learner.js";
import type { LearnerOptions } from "../../src/learning/learner-options.js";
import type { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { Random } from "../../src/random/random.js";
import { sample } from "../support/fixed-mixtures.js";
import { throwOut } from "./outliers.js";

/**
 * Prequential scores −log p(x) of a learner, which does not react to drift unless asked to; those of its warm-up are left
 * out.
 */
export class ScoreStream {
  readonly #learner: Learner;
  readonly #random: Random;

  constructor(options: LearnerOptions, seed: number) {
    this.#learner = new Learner({ drift: false, anomaly: { components: "single" }, ...options, seed });
    this.#random = new Random(seed);
  }

  /** Learns points of a mixture until the warm-up is over and `count` scores have been made. */
  begin(mixture: Mixture, count: number, outliers = 0): Float64Array {
    this.next(mixture, this.#learner.options.warmup, outliers);
    return this.next(mixture, count, outliers);
  }

  /**
   * Scores of the next points of a mixture.
   *
   * @param outliers share of points that are thrown 300 deviations away.
   */
  next(mixture: Mixture, count: number, outliers = 0): Float64Array {
    const batch = sample(mixture, count, this.#random.below(1e9));
    if (outliers > 0) throwOut(batch, mixture, outliers, this.#random);
    return this.learn(batch);
  }

  /** Scores of the given points. */
  learn(batch: PointBatch): Float64Array {
    const { logDensity, runs } = this.#learner.learn(batch);
    const from = runs.find((run) => !run.warmup)?.start ?? logDensity.length;
    return logDensity.slice(from).map((l) => -l);
  }
}

/** Scores of a mixture that learns nothing: `before`, then `during` with a share of outliers, then `after`. */
export function fixedScores(mixture: Mixture, lengths: readonly number[], outliers: number, seed: number): number[] {
  const random = new Random(seed);
  return lengths.flatMap((length, i) => {
    const batch = sample(mixture, length, random.below(1e9));
    if (i === 1) throwOut(batch, mixture, outliers, random);
    return Array.from(mixture.logDensity(batch), (l) => -l);
  });
}
