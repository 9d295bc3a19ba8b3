/** What a {@link NaiveAdwin} tests with; the names are those of the real one. */
export interface NaiveOptions {
  readonly delta: number;
  readonly clock: number;
  readonly buckets: number;
  readonly range: number;
  readonly tolerance: number;
}

/**
 * ADWIN by the book, which keeps every value: the bound of Bifet & Gavaldà (2007) on means of the values themselves, at the
 * cuts between buckets; with as many buckets of size 1 as there are values that is at every cut, ADWIN0.
 */
export class NaiveAdwin {
  readonly values: number[] = [];
  /** Sizes of the buckets, the newest first. */
  #sizes: number[] = [];
  #time = 0;

  constructor(readonly options: NaiveOptions) {}

  /** Whether the window was cut, and at which cut the means differ the most significantly. */
  add(value: number): { since: number; rise: number } | undefined {
    this.values.push(value);
    this.#sizes = compressed([1, ...this.#sizes], this.options.buckets);
    if (++this.#time % this.options.clock !== 0) return undefined;
    const first = this.#cuts().toSorted((a, b) => b.likelihood - a.likelihood)[0];
    while (this.#cuts().length > 0) this.values.splice(0, this.#sizes.pop());
    return first && { since: first.since, rise: first.rise };
  }

  #cuts(): { since: number; rise: number; likelihood: number }[] {
    const { delta, range, tolerance } = this.options;
    const n = this.values.length;
    const variance = meanOf(this.values.map((x) => (x - meanOf(this.values)) ** 2));
    const cuts = [];
    let since = 0;
    for (const size of this.#sizes.slice(0, -1)) {
      since += size;
      const rise = meanOf(this.values.slice(n - since)) - meanOf(this.values.slice(0, n - since));
      const m = 1 / (1 / since + 1 / (n - since));
      const confidence = Math.log((2 * Math.log(n)) / delta);
      const epsilon = Math.sqrt((2 / m) * variance * confidence) + ((2 * range) / (3 * m)) * confidence;
      if (Math.abs(rise) > epsilon + tolerance) cuts.push({ since, rise, likelihood: rise * rise * m });
    }
    return cuts;
  }
}

/** Merges the two oldest of a size wherever there are more than `most` of it. */
function compressed(sizes: number[], most: number): number[] {
  for (let size = 1; ; size *= 2) {
    const last = sizes.lastIndexOf(size);
    if (last < 0) return sizes;
    if (sizes.filter((s) => s === size).length > most) sizes.splice(last - 1, 2, 2 * size);
  }
}

export const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
