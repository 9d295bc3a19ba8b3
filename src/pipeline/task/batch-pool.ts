import { DecodedBatch } from "../../format/decoded-batch.js";

/** Kept for the next ones at most. */
const KEPT = 4;
/** Larger ones are not kept, in bytes of coordinates. */
const LARGEST_KEPT = 8_000_000;

/** Batches whose labels are written, to be filled again: fresh memory costs a page fault every 4 kB. */
export class BatchPool {
  readonly #dimensions: number;
  readonly #topic: string;
  readonly #free: DecodedBatch[] = [];

  constructor(dimensions: number, topic: string) {
    this.#dimensions = dimensions;
    this.#topic = topic;
  }

  /** An empty batch. @param messages there is room for at least; a batch that is used again grows. */
  take(partition: number, messages: number): DecodedBatch {
    const batch = this.#free.pop();
    if (batch === undefined) return new DecodedBatch(this.#dimensions, this.#topic, partition, messages || 1);
    batch.restart(partition);
    return batch;
  }

  /** Takes back a batch of which nobody holds anything any more. */
  give(batch: DecodedBatch): void {
    if (this.#free.length >= KEPT || batch.values.byteLength > LARGEST_KEPT) return;
    batch.restart(batch.partition); // lets go of keys and ids
    this.#free.push(batch);
  }
}
