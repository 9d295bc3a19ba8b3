/** What became of what was written, as the producers know it. */
export type Fate = "unknown" | "acknowledged" | "never committed";

const CODES: Readonly<Record<Fate, number>> = { unknown: 1, acknowledged: 2, "never committed": 3 };
const NAMES = [undefined, ...(Object.keys(CODES) as Fate[])];

/** Serial numbers given out, and the fate of each. */
export class Serials {
  #fates = new Uint8Array(1 << 16);
  #next = 0;

  get count(): number {
    return this.#next;
  }

  /** So many new ones, the first of them. */
  claim(count: number): number {
    const first = this.#next;
    this.#next += count;
    if (this.#next > this.#fates.length) {
      const grown = new Uint8Array(2 * Math.max(this.#fates.length, this.#next));
      grown.set(this.#fates);
      this.#fates = grown;
    }
    this.settle({ first, count }, "unknown");
    return first;
  }

  settle({ first, count }: { readonly first: number; readonly count: number }, fate: Fate): void {
    this.#fates.fill(CODES[fate], first, first + count);
  }

  fateOf(serial: number): Fate | undefined {
    return serial < this.#next ? NAMES[this.#fates[serial]!] : undefined;
  }
}
