import type { JournalInput } from "./entry.js";

/** Offsets [from, to), by input partition. */
export type Ranges = ReadonlyMap<number, { readonly from: number; readonly to: number }>;

/** How much of the input a replay has covered. */
export class InputSpan {
  readonly #ranges = new Map<number, { readonly from: number; readonly to: number }>();
  readonly #starts: ReadonlyMap<number, number>;

  /** @param starts where each partition known then began. */
  constructor(starts: ReadonlyMap<number, number>) {
    this.#starts = starts;
  }

  get ranges(): Ranges {
    return this.#ranges;
  }

  add(inputs: readonly JournalInput[]): void {
    for (const input of inputs) {
      if (input.type !== "records") continue;
      const { partition, from, to } = input;
      const known = this.#ranges.get(partition) ?? { from: this.#starts.get(partition) ?? from, to };
      this.#ranges.set(partition, { from: Math.min(known.from, from), to: Math.max(known.to, to) });
    }
  }
}
