import { TDigest } from "../statistics/t-digest.js";
import { smallestDouble } from "./smallest-double.js";

/**
 * Scores in a full half of the window. The window lags behind a stream that changes by 1.5 halves on average: while the
 * scale of the data doubled over 100,000 points, 1.19 to 1.24 % of p-values were below .01 with halves of 10,000, and
 * 1.09 to 1.18 % with these (5 draws each, D2 K5 and D8 K8); stationary ones are calibrated with either.
 */
export const HALF_WINDOW = 5_000;
/** Scores from which on p-values are given. */
const LEAST = 1_000;
/** Numbers of a state before its digests: half, least, length of the first digest's state. */
const HEAD = 3;

/**
 * p-values of anomaly scores from a rotating window of scores that came before: the share of recent points that were at
 * least as unusual, p = (1 + #≥)/(n + 1) (Davison & Hinkley, Bootstrap Methods and Their Application, 1997, chapter 4).
 *
 * Two digests hold the window. A digest that is full becomes the previous one and the previous one is forgotten, so
 * that the window holds 5,000 to 10,000 scores and old times fade. Scores enter when a mini-batch closes, and p-values
 * come from the scores of closed mini-batches only: they do not depend on how input is cut.
 *
 * Scores may be infinite or huge; a score that is NaN has no p-value (NaN) and does not enter.
 *
 * @example
 * const calibration = new Calibration();
 * calibration.pValues(scores, 0, 100, out, 0); // NaN until 1,000 scores have entered
 * calibration.add(scores, 0, 100);
 */
export class Calibration {
  readonly #half: number;
  readonly #least: number;
  #previous = new TDigest();
  #current = new TDigest();

  /**
   * @param half scores in each of the window's two halves, a whole number.
   * @param least scores from which on p-values are given, at most `half`.
   * @throws RangeError when one is something else.
   */
  constructor(half = HALF_WINDOW, least = LEAST) {
    if (!(Number.isSafeInteger(half) && half >= 1))
      throw new RangeError(`half of the window holds a whole number of scores ≥ 1; got ${half}: use ${HALF_WINDOW}`);
    if (!(Number.isInteger(least) && least >= 1 && least <= half))
      throw new RangeError(
        `p-values can start after 1 to ${half} scores, as many as half of the window holds; got ${least}: ` +
          `use ${Math.min(LEAST, half)}`,
      );
    this.#half = half;
    this.#least = least;
  }

  /** Scores in the window n. */
  get count(): number {
    return this.#previous.count + this.#current.count;
  }

  /** True once there are p-values. */
  get calibrated(): boolean {
    return this.count >= this.#least;
  }

  /**
   * Writes p-values of scores, which do not enter.
   *
   * @param scores n scores; larger = more unusual.
   * @param from index of the first score; its p-value goes to `out[at]`.
   * @param rows how many scores.
   */
  pValues(scores: Float64Array, from: number, rows: number, out: Float64Array, at: number): void {
    out.fill(this.calibrated ? 1 : Number.NaN, at, at + rows);
    if (!this.calibrated) return;
    this.#previous.addCounts(scores, from, rows, out, at);
    this.#current.addCounts(scores, from, rows, out, at);
    const ofAll = this.count + 1;
    for (let i = at; i < at + rows; i++) out[i]! /= ofAll;
  }

  /** Closes a mini-batch: its scores enter the window. Those of the next one are judged by them too. */
  add(scores: Float64Array, from: number, rows: number): void {
    for (let done = 0; done < rows; ) {
      const room = Math.min(rows - done, this.#half - this.#current.count);
      this.#current.addAll(scores, from + done, room);
      done += room;
      if (this.#current.count === this.#half) this.#rotate();
    }
    this.#current.flush();
  }

  /**
   * The threshold in the units of the scores: the smallest score whose p-value is at most the given one.
   *
   * @returns NaN until calibrated, and where no score is that unusual: no p-value is below 1/(n + 1).
   */
  scoreAt(pValue: number): number {
    if (!this.calibrated) return Number.NaN;
    return smallestDouble((score) => this.#pValue(score) <= pValue);
  }

  /** Forgets all scores. */
  reset(): void {
    this.#previous = new TDigest();
    this.#current = new TDigest();
  }

  toState(): Float64Array {
    const previous = this.#previous.toState();
    return Float64Array.of(this.#half, this.#least, previous.length, ...previous, ...this.#current.toState());
  }

  /**
   * A calibration that continues where {@link toState} was called, bit for bit.
   *
   * @throws RangeError when the numbers are not a state.
   */
  static fromState(state: ArrayLike<number>): Calibration {
    const numbers = Float64Array.from(state);
    const calibration = new Calibration(numbers[0], numbers[1]);
    const middle = HEAD + (numbers[2] ?? Number.NaN);
    calibration.#previous = TDigest.fromState(numbers.subarray(HEAD, middle));
    calibration.#current = TDigest.fromState(numbers.subarray(middle));
    return calibration;
  }

  #pValue(score: number): number {
    const out = new Float64Array(1);
    this.pValues(Float64Array.of(score), 0, 1, out, 0);
    return out[0]!;
  }

  #rotate(): void {
    this.#current.flush();
    this.#previous = this.#current;
    this.#current = new TDigest();
  }
}
