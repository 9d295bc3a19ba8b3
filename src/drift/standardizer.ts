import { winsorisedMoments } from "./winsorised-moments.js";

/** Scores that make the first reference; nothing is standardised before. Half or four times as many do as well. */
const CALIBRATION = 128;
/** Scores over which the reference reaches back. */
const MEMORY = 20_000;
/** Scores farther than so many deviations from the reference are cut off there. */
export const WINSOR = 2.5;
/**
 * Nats; no deviation is taken for less. The scores of a Gaussian deviate by .7 and more; where nearly all are closer, a
 * mixture is stretched over a few far points, and every step of its learning moves them all by hundredths.
 */
const LEAST_DEVIATION = 0.25;
/** Scores beyond are taken for it during calibration: 45,000 deviations away, and still exact to a small fraction. */
const FARTHEST = 1e9;

/** A winsorised score, standardised in two ways. */
export interface StandardScore {
  /** By mean and deviation of the scores before it: never beyond ±{@link WINSOR}. */
  readonly recent: number;
  /** By mean and deviation of the calibration. */
  readonly fixed: number;
}

/**
 * Puts scores (−log density, nats) into units in which those of the mixture as it is have mean 0 and deviation 1.
 *
 * **The bound.** Scores are cut off at mean ± 2.5 deviations, mean and deviation being those of the scores cut off like
 * that: no quantile is needed, and up to 1 outlier in 8 scores moves the bound only so far, whatever its distance. The .99
 * quantile of the scores themselves jumps to the outliers when there is 1 % of them.
 *
 * **The reference** is the running mean of all scores before the one at hand, and of about the last 20,000 once there are
 * more. What is left are recursive residuals, which are uncorrelated with mean 0 however few scores the mean stands on
 * [1]; a mean frozen after n scores is off by about 1/√n deviations for good, which a sum of residuals adds up. In
 * 1,000 streams of 5,000 stationary scores, with the tests of a drift monitor, a mean frozen after 500 scores gave 29 false
 * alarms, one frozen after 1,000 gave 8, the running mean none. Over 2,000 scores instead of 20,000 it hides slow drift
 * from a test that sees nothing else.
 *
 * [1] Brown, Durbin & Evans, Techniques for testing the constancy of regression relationships over time, JRSS B 37 (1975).
 *
 * @example
 * const standardizer = new Standardizer();
 * const standard = standardizer.add(-logDensity); // undefined during calibration
 */
export class Standardizer {
  /** Scores of the calibration; undefined when it is over. */
  #waiting: Float64Array | undefined = new Float64Array(CALIBRATION);
  #count = 0;
  #mean = 0;
  #variance = 0;
  #firstMean = 0;
  #firstDeviation = 0;
  readonly #score = { recent: 0, fixed: 0 };

  /**
   * Takes the next score in.
   *
   * @returns the score, standardised by those before it; undefined during calibration. The object is used again.
   * @throws RangeError when the score is NaN.
   */
  add(score: number): StandardScore | undefined {
    if (Number.isNaN(score)) throw new RangeError("a score must be a number; got NaN");
    if (this.#waiting !== undefined) return this.#wait(this.#waiting, score);
    const deviation = Math.max(Math.sqrt(this.#variance), LEAST_DEVIATION);
    const limit = WINSOR * deviation;
    const distance = clamp(score - this.#mean, limit);
    // Where the quotient was rounded up it is put back in its bounds.
    this.#score.recent = clamp(distance / deviation, WINSOR);
    this.#score.fixed = (this.#mean + distance - this.#firstMean) / this.#firstDeviation;
    if (this.#count < MEMORY) this.#count++;
    const step = 1 / this.#count;
    this.#mean += step * distance;
    this.#variance = (1 - step) * (this.#variance + step * distance * distance);
    return this.#score;
  }

  #wait(waiting: Float64Array, score: number): undefined {
    waiting[this.#count++] = clamp(score, FARTHEST);
    if (this.#count < CALIBRATION) return;
    const { mean, deviation } = winsorisedMoments(waiting, WINSOR, LEAST_DEVIATION);
    this.#mean = mean;
    this.#firstMean = mean;
    this.#variance = deviation * deviation;
    this.#firstDeviation = deviation;
    this.#waiting = undefined;
  }

  /** During calibration the scores so far; then how many the reference stands for, mean, variance and the first two. */
  toState(): number[] {
    if (this.#waiting !== undefined) return [0, ...this.#waiting.subarray(0, this.#count)];
    return [this.#count, this.#mean, this.#variance, this.#firstMean, this.#firstDeviation];
  }

  /** @throws RangeError when the numbers are not a state. */
  static fromState(state: ArrayLike<number>): Standardizer {
    const standardizer = new Standardizer();
    const [count = Number.NaN, ...rest] = Array.from(state);
    if (!rest.every(Number.isFinite)) throw foreign();
    if (count === 0) {
      if (rest.length >= CALIBRATION) throw foreign();
      for (const score of rest) standardizer.add(score);
      return standardizer;
    }
    const [mean, variance, firstMean, firstDeviation] = rest;
    const counts = Number.isInteger(count) && count >= CALIBRATION && count <= MEMORY;
    if (!counts || rest.length !== 4 || variance! < 0 || firstDeviation! < LEAST_DEVIATION) throw foreign();
    standardizer.#waiting = undefined;
    standardizer.#count = count;
    standardizer.#mean = mean!;
    standardizer.#variance = variance!;
    standardizer.#firstMean = firstMean!;
    standardizer.#firstDeviation = firstDeviation!;
    return standardizer;
  }
}

function clamp(value: number, limit: number): number {
  return value > limit ? limit : value < -limit ? -limit : value;
}

function foreign(): RangeError {
  return new RangeError("these numbers are not the state of a standardizer");
}
