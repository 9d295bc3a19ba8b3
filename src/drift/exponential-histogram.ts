/** Rows of buckets; 5 buckets of 2^row values in each of 20 rows reach back 5 million values. */
const ROWS = 20;
/** Sizes are 32-bit whole numbers. */
const MOST_ROWS = 30;

/**
 * A window over the newest values of a stream in O(log n) numbers: buckets of 2^row values, `perRow` of each size, which
 * hold their mean and centred scatter. When there is one more of a size, its two oldest become one of twice the size.
 * Beyond the last row the oldest values are forgotten.
 *
 * Source: Datar, Gionis, Indyk & Motwani, Maintaining stream statistics over sliding windows, SIAM J. Comput. 31
 * (2002), as ADWIN2 uses it [1].
 *
 * [1] Bifet & Gavaldà, Learning from time-changing data with adaptive windowing, SIAM Data Mining (2007).
 */
export class ExponentialHistogram {
  readonly #perRow: number;
  /** How many buckets each row has. */
  readonly #counts: Int32Array;
  /** All buckets, the oldest first. */
  readonly #sizes: Float64Array;
  readonly #means: Float64Array;
  readonly #scatters: Float64Array;
  #buckets = 0;
  #width = 0;

  constructor(perRow: number, rows = ROWS) {
    this.#perRow = perRow;
    this.#counts = new Int32Array(rows);
    // One more than fit while a row overflows.
    this.#sizes = new Float64Array(rows * perRow + 1);
    this.#means = new Float64Array(rows * perRow + 1);
    this.#scatters = new Float64Array(rows * perRow + 1);
  }

  /** Number of values in the window. */
  get width(): number {
    return this.#width;
  }

  /** Number of buckets. */
  get buckets(): number {
    return this.#buckets;
  }

  /** Numbers of values of the buckets, the oldest bucket first; only the first {@link buckets} entries count. */
  get sizes(): Readonly<Float64Array> {
    return this.#sizes;
  }

  /** Means of the buckets, in the same order. */
  get means(): Readonly<Float64Array> {
    return this.#means;
  }

  /** Mean of the window; NaN when it is empty. */
  get mean(): number {
    let sum = 0;
    for (let i = 0; i < this.#buckets; i++) sum += this.#sizes[i]! * this.#means[i]!;
    return sum / this.#width;
  }

  /** Population variance of the window about its {@link mean}; NaN when it is empty. */
  varianceAbout(mean: number): number {
    let scatter = 0;
    for (let i = 0; i < this.#buckets; i++) {
      const d = this.#means[i]! - mean;
      scatter += this.#scatters[i]! + this.#sizes[i]! * d * d;
    }
    return scatter / this.#width;
  }

  add(value: number): void {
    const counts = this.#counts;
    let end = this.#buckets++;
    this.#sizes[end] = 1;
    this.#means[end] = value;
    this.#scatters[end] = 0;
    this.#width++;
    counts[0]!++;
    end++;
    for (let row = 0; counts[row]! > this.#perRow; row++) {
      if (row === counts.length - 1) {
        this.dropOldest();
        return;
      }
      const oldest = end - counts[row]!;
      this.#mergeAt(oldest);
      counts[row]! -= 2;
      counts[row + 1]!++;
      end = oldest + 1;
    }
  }

  /** Forgets the oldest bucket. */
  dropOldest(): void {
    let row = this.#counts.length - 1;
    while (this.#counts[row] === 0) row--;
    this.#counts[row]!--;
    this.#width -= this.#sizes[0]!;
    this.#removeAt(0);
  }

  /** Two buckets of one size become one (Chan, Golub & LeVeque's formula for equal counts). */
  #mergeAt(at: number): void {
    const d = this.#means[at + 1]! - this.#means[at]!;
    const size = this.#sizes[at]!;
    const mean = this.#means[at]! + 0.5 * d;
    const scatter = this.#scatters[at]! + this.#scatters[at + 1]! + 0.5 * size * d * d;
    this.#removeAt(at);
    this.#sizes[at] = 2 * size;
    this.#means[at] = mean;
    this.#scatters[at] = scatter;
  }

  // A loop: what moves is mostly a handful of numbers, fewer than a call of copyWithin is worth.
  #removeAt(at: number): void {
    const sizes = this.#sizes;
    const means = this.#means;
    const scatters = this.#scatters;
    const last = --this.#buckets;
    for (let i = at; i < last; i++) {
      sizes[i] = sizes[i + 1]!;
      means[i] = means[i + 1]!;
      scatters[i] = scatters[i + 1]!;
    }
  }

  /** Number of rows, how many buckets each has, then mean and scatter of every bucket, the oldest first. */
  toState(): number[] {
    const state = [this.#counts.length, ...this.#counts];
    for (let i = 0; i < this.#buckets; i++) state.push(this.#means[i]!, this.#scatters[i]!);
    return state;
  }

  /** @throws RangeError when the numbers are not the state of a histogram with so many buckets a row. */
  static fromState(state: ArrayLike<number>, perRow: number): ExponentialHistogram {
    const rows = state[0] ?? 0;
    if (!(Number.isInteger(rows) && rows >= 1 && rows <= MOST_ROWS && rows < state.length)) throw foreign();
    const histogram = new ExponentialHistogram(perRow, rows);
    let at = rows + 1;
    for (let row = rows - 1; row >= 0; row--) {
      const count = state[row + 1]!;
      if (!(Number.isInteger(count) && count >= 0 && count <= perRow)) throw foreign();
      histogram.#counts[row] = count;
      for (let i = 0; i < count; i++, at += 2) histogram.#restore(1 << row, state[at], state[at + 1]);
    }
    if (at !== state.length) throw foreign();
    return histogram;
  }

  #restore(size: number, mean = Number.NaN, scatter = Number.NaN): void {
    if (!(Number.isFinite(mean) && scatter >= 0 && scatter < Infinity)) throw foreign();
    this.#sizes[this.#buckets] = size;
    this.#means[this.#buckets] = mean;
    this.#scatters[this.#buckets] = scatter;
    this.#buckets++;
    this.#width += size;
  }
}

function foreign(): RangeError {
  return new RangeError("these numbers are not the state of an exponential histogram");
}
