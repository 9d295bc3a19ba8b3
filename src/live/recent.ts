/** The last so many of a sequence, which are counted from its beginning. */
export class Recent<T> {
  readonly #most: number;
  #kept: T[] = [];
  /** How many there ever were. */
  total = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(value: T): void {
    this.#kept.push(value);
    this.total++;
    // Not at each: moving them costs as much as all that are kept.
    if (this.#kept.length >= 2 * this.#most) this.#kept = this.#kept.slice(-this.#most);
  }

  /** Those that are kept of the `from`-th to, not including, the `to`-th of all. */
  slice(from: number, to = this.total): T[] {
    const first = this.total - Math.min(this.#kept.length, this.#most);
    const start = this.#kept.length - this.total;
    return this.#kept.slice(start + Math.max(from, first), Math.max(0, start + to));
  }

  get newest(): T | undefined {
    return this.#kept.at(-1);
  }
}
