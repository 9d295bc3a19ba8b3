import type { StoredBatch } from "./stored-batch.js";

/** Batches in offset order: pushed at the back, dropped at the front in amortised constant time, found by offset. */
export class BatchList {
  #slots: (StoredBatch | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#slots.length - this.#head;
  }

  /** @throws RangeError when there is no such batch. */
  at(index: number): StoredBatch {
    const batch = this.#slots[this.#head + index];
    if (batch === undefined) throw new RangeError(`batch ${index} of ${this.length}`);
    return batch;
  }

  push(batch: StoredBatch): void {
    this.#slots.push(batch);
  }

  dropFirst(): void {
    this.#slots[this.#head++] = undefined; // released at once, not when the array is cut
    if (this.#head < 32 || this.#head * 2 < this.#slots.length) return;
    this.#slots.splice(0, this.#head);
    this.#head = 0;
  }

  replaceFirst(batch: StoredBatch): void {
    this.#slots[this.#head] = batch;
  }

  replaceAll(batches: readonly StoredBatch[]): void {
    this.#slots = [...batches];
    this.#head = 0;
  }

  /** Index of the first batch that reaches beyond `offset`; `length` when none does. */
  indexAt(offset: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at(middle).nextOffset <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  *[Symbol.iterator](): Iterator<StoredBatch> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}
