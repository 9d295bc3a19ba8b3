import type { Change } from "./change.js";

/** How a {@link PageHinkley} works. */
export interface PageHinkleyOptions {
  /** Rise of the mean that is still no change, δ ≥ 0; default .1. */
  readonly delta?: number;
  /** How far the sum may rise above its minimum, λ > 0; default 75. */
  readonly lambda?: number;
}

/**
 * Page–Hinkley test for a rise of the mean above 0: alarm when U_n = Σ (x_i − δ) is more than λ above its minimum [1, 2].
 * The place of the minimum is the usual estimate of when the rise began. After an alarm it starts over.
 *
 * While the mean of standard normal values is 0 the distance from the minimum exceeds λ with a probability of about
 * exp(−2δλ), 3e−7 by default; a rise by Δ is noticed after about λ/(Δ − δ) values.
 *
 * [1] Page, Continuous inspection schemes, Biometrika 41 (1954).
 * [2] Hinkley, Inference about the change-point from cumulative sum tests, Biometrika 58 (1971).
 *
 * @example
 * const detector = new PageHinkley({ delta: 0.1, lambda: 2 });
 * [0, 0, 1, 1, 1].map((value) => detector.add(value)?.since); // [undefined, undefined, undefined, undefined, 3]
 */
export class PageHinkley {
  readonly #delta: number;
  readonly #lambda: number;
  /** U_n less its minimum. */
  #excess = 0;
  #since = 0;

  /** @throws RangeError when an option is out of range. */
  constructor({ delta = 0.1, lambda = 75 }: PageHinkleyOptions = {}) {
    if (!(delta >= 0 && delta < Infinity)) throw new RangeError(`delta is ${delta}: it must be a number ≥ 0`);
    if (!(lambda > 0 && lambda < Infinity)) throw new RangeError(`lambda is ${lambda}: it must be a number > 0`);
    this.#delta = delta;
    this.#lambda = lambda;
  }

  /**
   * Takes the next value in.
   *
   * @throws RangeError when the value is not finite.
   */
  add(value: number): Change | undefined {
    if (!Number.isFinite(value)) throw new RangeError(`a value must be a finite number; got ${value}`);
    const excess = this.#excess + (value - this.#delta);
    if (excess <= 0) {
      this.#excess = 0;
      this.#since = 0;
      return undefined;
    }
    this.#excess = excess;
    this.#since++;
    return excess > this.#lambda ? this.#alarm() : undefined;
  }

  #alarm(): Change {
    const change = { since: this.#since, rise: this.#excess / this.#since + this.#delta };
    this.#excess = 0;
    this.#since = 0;
    return change;
  }

  /** U_n less its minimum, and the number of values since that minimum. */
  toState(): number[] {
    return [this.#excess, this.#since];
  }

  /**
   * Continues where {@link toState} was called, under the same options.
   *
   * @throws RangeError when the numbers are not a state, or an option is out of range.
   */
  static fromState(state: ArrayLike<number>, options: PageHinkleyOptions = {}): PageHinkley {
    const detector = new PageHinkley(options);
    const [excess = Number.NaN, since = Number.NaN] = Array.from(state);
    const fits = excess >= 0 && excess <= detector.#lambda && Number.isSafeInteger(since) && since >= 0;
    if (state.length !== 2 || !fits || excess > 0 !== since > 0)
      throw new RangeError(`[${Array.from(state).join(", ")}] is not the state of a Page–Hinkley test`);
    detector.#excess = excess;
    detector.#since = since;
    return detector;
  }
}
