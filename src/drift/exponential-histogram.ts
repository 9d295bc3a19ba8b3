/** Rows of buckets; 5 buckets of 2^row values in each of 20 rows reach back 5 million values. */
const ROWS = 20;
/** Sizes are 32-bit whole numbers. */
const MOST_ROWS = 30;

/** Buckets of a window, the oldest first; of the arrays only the first `count` entries are theirs. */
export interface Buckets {
  readonly count: number;
  /** Number of values in all of them. */
  readonly width: number;
  /** Numbers of values. */
  readonly sizes: Float64Array;
  readonly means: Float64Array;
  /** Sums of squared distances from the mean. */
  readonly scatters: Float64Array;
}

/**
 * A window over the newest values of a stream in O(log n) numbers: buckets of 2^row values, `perRow` of each size, which
 * hold their mean and centred scatter. When there is one more of a size, its two oldest become one of twice the size.
 * Beyond the last row the oldest values are forgotten.
 *
 * Source: Datar, Gionis, Indyk & Motwani, Maintaining stream statistics over sliding windows, SIAM J. Comput. 31 (2002),
 * as ADWIN2 uses it (Bifet & Gavaldà, Learning from time-changing data with adaptive windowing, SIAM Data Mining 2007).
 */
export class ExponentialHistogram {
  readonly #perRow: number;
  /** Every row is a ring with room for one bucket more than it keeps, so that nothing is ever moved. */
  readonly #room: number;
  readonly #oldest: Int32Array;
  readonly #counts: Int32Array;
  readonly #means: Float64Array;
  readonly #scatters: Float64Array;
  readonly #unrolled: Buckets & { count: number; width: number };
  /** The highest row that has changed since it was unrolled: those above are where they were. */
  #changed: number;
  #width = 0;

  constructor(perRow: number, rows = ROWS) {
    this.#perRow = perRow;
    this.#room = perRow + 1;
    this.#oldest = new Int32Array(rows);
    this.#counts = new Int32Array(rows);
    this.#changed = rows - 1;
    const room = rows * this.#room;
    this.#means = new Float64Array(room);
    this.#scatters = new Float64Array(room);
    const empty = () => new Float64Array(room);
    this.#unrolled = { count: 0, width: 0, sizes: empty(), means: empty(), scatters: empty() };
  }

  /** Number of values in the window. */
  get width(): number {
    return this.#width;
  }

  add(value: number): void {
    this.#width++;
    let mean = value;
    let scatter = 0;
    for (let row = 0; this.#append(row, mean, scatter) > this.#perRow; row++) {
      if (row === this.#counts.length - 1) {
        this.#removeOldest(row, 1);
        return;
      }
      // Two buckets of one size become one: Chan, Golub & LeVeque's formula for equal counts.
      const a = this.#at(row, 0);
      const b = this.#at(row, 1);
      const d = this.#means[b]! - this.#means[a]!;
      mean = this.#means[a]! + 0.5 * d;
      scatter = this.#scatters[a]! + this.#scatters[b]! + 0.5 * (1 << row) * d * d;
      this.#removeOldest(row, 2);
      this.#width += 2 << row;
    }
  }

  /** Forgets the oldest bucket. */
  dropOldest(): void {
    let row = this.#counts.length - 1;
    while (this.#counts[row] === 0) row--;
    this.#removeOldest(row, 1);
  }

  /** All buckets; the next call writes to the same arrays. */
  unroll(): Buckets {
    const { sizes, means, scatters } = this.#unrolled;
    const ringMeans = this.#means;
    const ringScatters = this.#scatters;
    let count = 0;
    for (let row = this.#counts.length - 1; row > this.#changed; row--) count += this.#counts[row]!;
    for (let row = this.#changed; row >= 0; row--) {
      const end = (row + 1) * this.#room;
      let at = this.#at(row, 0);
      for (let i = this.#counts[row]!; i > 0; i--, count++) {
        sizes[count] = 1 << row;
        means[count] = ringMeans[at]!;
        scatters[count] = ringScatters[at]!;
        if (++at === end) at = end - this.#room;
      }
    }
    this.#changed = 0;
    this.#unrolled.count = count;
    this.#unrolled.width = this.#width;
    return this.#unrolled;
  }

  /** Where bucket i of a row is, the oldest being bucket 0. */
  #at(row: number, i: number): number {
    const slot = this.#oldest[row]! + i;
    return row * this.#room + (slot < this.#room ? slot : slot - this.#room);
  }

  /** @returns how many buckets the row has now. */
  #append(row: number, mean: number, scatter: number): number {
    const at = this.#at(row, this.#counts[row]!);
    this.#means[at] = mean;
    this.#scatters[at] = scatter;
    if (row > this.#changed) this.#changed = row;
    return ++this.#counts[row]!;
  }

  #removeOldest(row: number, buckets: number): void {
    this.#oldest[row] = this.#at(row, buckets) - row * this.#room;
    this.#counts[row]! -= buckets;
    this.#width -= buckets << row;
    if (row > this.#changed) this.#changed = row;
  }

  /** Number of rows, how many buckets each has, then mean and scatter of every bucket, the oldest first. */
  toState(): number[] {
    const { count, means, scatters } = this.unroll();
    const state = [this.#counts.length, ...this.#counts];
    for (let i = 0; i < count; i++) state.push(means[i]!, scatters[i]!);
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
      for (let i = 0; i < count; i++, at += 2) histogram.#restore(row, state[at], state[at + 1]);
    }
    if (at !== state.length) throw foreign();
    return histogram;
  }

  #restore(row: number, mean = Number.NaN, scatter = Number.NaN): void {
    if (!(Number.isFinite(mean) && scatter >= 0 && scatter < Infinity)) throw foreign();
    this.#append(row, mean, scatter);
    this.#width += 1 << row;
  }
}

/** Mean of the values in all buckets; NaN where there are none. */
export function meanOf({ count, width, sizes, means }: Buckets): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += sizes[i]! * means[i]!;
  return sum / width;
}

/** Population variance of the values in all buckets about their mean; NaN where there are none. */
export function varianceOf({ count, width, sizes, means, scatters }: Buckets, mean: number): number {
  let scatter = 0;
  for (let i = 0; i < count; i++) {
    const d = means[i]! - mean;
    scatter += scatters[i]! + sizes[i]! * d * d;
  }
  return scatter / width;
}

function foreign(): RangeError {
  return new RangeError("these numbers are not the state of an exponential histogram");
}
