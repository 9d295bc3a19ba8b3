/** What is counted over about so many ms. */
const WINDOW_MS = 5000;

/** How much comes in a second, lately. */
export class Speed {
  readonly #now: () => number;
  /** Two halves of the window. */
  #before = { at: 0, count: 0 };
  #half: { at: number; count: number };

  constructor(now: () => number) {
    this.#now = now;
    this.#half = { at: now(), count: 0 };
    this.#before = this.#half;
  }

  add(count: number): void {
    const now = this.#now();
    // What is counted now came in the time before.
    this.#half.count += count;
    if (now - this.#half.at < WINDOW_MS / 2) return;
    this.#before = this.#half;
    this.#half = { at: now, count: 0 };
  }

  /** A second. */
  get value(): number {
    const ms = this.#now() - this.#before.at;
    const count = this.#half === this.#before ? this.#half.count : this.#before.count + this.#half.count;
    return ms <= 0 ? 0 : (1000 * count) / ms;
  }
}
