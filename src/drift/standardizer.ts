import { winsorisedMoments } from "./winsorised-moments.js";

/** Scores that make the first reference; nothing is standardised before. */
const CALIBRATION = 256;
/** Scores over which the reference reaches back. */
const MEMORY = 10_000;
/** Scores farther than so many deviations from the reference are cut off there. */
export const WINSOR = 3;
/** Nats: scores that vary less are the same. */
const LEAST_DEVIATION = 0.01;
/** Scores beyond are taken for it: its square is still finite. */
const FARTHEST = 1e100;

/** A winsorised score in two units. */
export interface StandardScore {
  /** In deviations from the mean of the recent past: bounded by ±{@link WINSOR}. */
  readonly recent: number;
  /** In deviations from the mean of the calibration. */
  readonly fixed: number;
}

/**
 * Puts scores (−log density, nats) into units in which those of the mixture as it is have mean 0 and deviation 1.
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
    const distance = Math.min(Math.max(score - this.#mean, -limit), limit);
    this.#score.recent = distance / deviation;
    this.#score.fixed = (this.#mean + distance - this.#firstMean) / this.#firstDeviation;
    if (this.#count < MEMORY) this.#count++;
    const step = 1 / this.#count;
    this.#mean += step * distance;
    this.#variance = (1 - step) * (this.#variance + step * distance * distance);
    return this.#score;
  }

  #wait(waiting: Float64Array, score: number): undefined {
    waiting[this.#count++] = Math.min(Math.max(score, -FARTHEST), FARTHEST);
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

function foreign(): RangeError {
  return new RangeError("these numbers are not the state of a standardizer");
}
