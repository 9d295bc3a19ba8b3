import { log } from "../kernel/functions/log.js";
import type { Change } from "./change.js";
import { type Buckets, ExponentialHistogram, meanOf, varianceOf } from "./exponential-histogram.js";

/** How an {@link Adwin} works. */
export interface AdwinOptions {
  /** Confidence: about the probability of a false alarm at a test, 0 < δ < 1; default .002. */
  readonly delta?: number;
  /** Values between tests; default 32. */
  readonly clock?: number;
  /** Buckets of each size, M; default 5. The more, the finer the places where the window may be cut. */
  readonly buckets?: number;
  /** Largest less smallest possible value; default 1, as in the paper. */
  readonly range?: number;
  /** Means that differ by no more than this are the same; default 0, as in the paper. */
  readonly tolerance?: number;
}

/**
 * ADWIN2: a window as long as its mean stays the same. While any older part of it and the newer rest have means that
 * differ by more than ε, its oldest values are dropped. With n₀ and n₁ values in the parts, 1/m = 1/n₀ + 1/n₁,
 * δ' = δ / ln(n₀ + n₁) and values within a range R (1 in the paper [1]), Bernstein's inequality gives
 *
 *     ε = √(2/m · σ² · ln(2/δ')) + 2R/(3m) · ln(2/δ').
 *
 * Memory and the time of a test are O(log n) and bounded, see {@link ExponentialHistogram}.
 *
 * [1] Bifet & Gavaldà, Learning from time-changing data with adaptive windowing, SIAM Data Mining (2007).
 *
 * @example
 * const adwin = new Adwin();
 * for (const value of values) {
 *   const change = adwin.add(value);
 *   if (change !== undefined) console.log(`${change.since} values ago the mean rose by ${change.rise}`);
 * }
 */
export class Adwin {
  readonly #options: Required<AdwinOptions>;
  #window: ExponentialHistogram;
  #sinceTest = 0;

  /** @throws RangeError when an option is out of range. */
  constructor(options: AdwinOptions = {}) {
    this.#options = checked(options);
    this.#window = new ExponentialHistogram(this.#options.buckets);
  }

  /** Number of values in the window. */
  get width(): number {
    return this.#window.width;
  }

  /** Mean of the window; NaN when it is empty. */
  get mean(): number {
    return meanOf(this.#window.unroll());
  }

  /** Population variance of the window; NaN when it is empty. */
  get variance(): number {
    const buckets = this.#window.unroll();
    return varianceOf(buckets, meanOf(buckets));
  }

  /**
   * Takes the next value in, and tests at every `clock`-th.
   *
   * @returns the change, a rise or a fall, where the window has been cut.
   * @throws RangeError when the value is not finite.
   */
  add(value: number): Change | undefined {
    if (!Number.isFinite(value)) throw new RangeError(`a value must be a finite number; got ${value}`);
    this.#window.add(value);
    if (++this.#sinceTest < this.#options.clock) return undefined;
    this.#sinceTest = 0;
    const change = this.#significantCut();
    if (change === undefined) return undefined;
    do this.#window.dropOldest();
    while (this.#significantCut() !== undefined);
    return change;
  }

  /** Where in the window a step of the mean is the likeliest, significant or not; undefined with fewer than 2 values. */
  get likeliestChange(): Change | undefined {
    const buckets = this.#window.unroll();
    return likeliestCut(buckets, meanOf(buckets), 0, 0, 0);
  }

  #significantCut(): Change | undefined {
    const { width } = this;
    if (width < 2) return undefined;
    const { delta, range, tolerance } = this.#options;
    const confidence = log((2 * log(width)) / delta);
    const buckets = this.#window.unroll();
    const mean = meanOf(buckets);
    const noise = 2 * varianceOf(buckets, mean) * confidence;
    return likeliestCut(buckets, mean, noise, (2 / 3) * range * confidence, tolerance);
  }

  /** Values since the last test, then the window. */
  toState(): number[] {
    return [this.#sinceTest, ...this.#window.toState()];
  }

  /**
   * Continues where {@link toState} was called, under the same options.
   *
   * @throws RangeError when the numbers are not a state, or an option is out of range.
   */
  static fromState(state: ArrayLike<number>, options: AdwinOptions = {}): Adwin {
    const adwin = new Adwin(options);
    const { clock, buckets } = adwin.#options;
    const [sinceTest = Number.NaN, ...window] = Array.from(state);
    if (!(Number.isInteger(sinceTest) && sinceTest >= 0 && sinceTest < clock))
      throw new RangeError(`${sinceTest} values since a test that comes every ${clock} are not the state of an ADWIN`);
    adwin.#sinceTest = sinceTest;
    adwin.#window = ExponentialHistogram.fromState(window, buckets);
    return adwin;
  }
}

/**
 * Of the cuts with |μ₁ − μ₀| > √(noise/m) + skew/m + tolerance the one where a step of the mean is the likeliest, which has
 * the largest (μ₁ − μ₀)²·m. Sums are taken about the mean of the window: there n₀μ₀ + n₁μ₁ = 0, and μ₁ − μ₀ = −n₀μ₀/m.
 */
function likeliestCut(
  { count, width, sizes, means }: Buckets,
  mean: number,
  noise: number,
  skew: number,
  tolerance: number,
): Change | undefined {
  let likelihood = -1;
  let change: Change | undefined;
  let older = 0;
  let sum = 0;
  for (let i = 0; i < count - 1; i++) {
    older += sizes[i]!;
    sum += sizes[i]! * (means[i]! - mean);
    const product = older * (width - older);
    // Most cuts do not even reach the first term: no quotient and no root for them.
    if (sum * sum * width < noise * product) continue;
    const m = product / width;
    const rise = -sum / m;
    if (Math.abs(rise) <= Math.sqrt(noise / m) + skew / m + tolerance || rise * rise * m <= likelihood) continue;
    likelihood = rise * rise * m;
    change = { since: width - older, rise };
  }
  return change;
}

function checked(options: AdwinOptions): Required<AdwinOptions> {
  const { delta = 0.002, clock = 32, buckets = 5, range = 1, tolerance = 0 } = options;
  if (!(delta > 0 && delta < 1)) throw new RangeError(`delta is ${delta}: it must be above 0 and below 1`);
  if (!(Number.isInteger(clock) && clock >= 1))
    throw new RangeError(`clock is ${clock}: it must be a whole number ≥ 1`);
  if (!(Number.isInteger(buckets) && buckets >= 1))
    throw new RangeError(`buckets is ${buckets}: it must be a whole number ≥ 1`);
  if (!(range > 0 && range < Infinity)) throw new RangeError(`range is ${range}: it must be a number > 0`);
  if (!(tolerance >= 0 && tolerance < Infinity))
    throw new RangeError(`tolerance is ${tolerance}: it must be a number ≥ 0`);
  return { delta, clock, buckets, range, tolerance };
}
