import type { PointBatch } from "../../mixture/point-batch.js";

/**
 * Coordinates of points that wait for their labels: the learner labels those of the warm-up only when it is over.
 *
 * Who begins to look in the middle of a warm-up has not seen its first points: their coordinates are NaN.
 */
export class UnlabelledPoints {
  readonly #dimensions: number;
  #pieces: Float64Array[] = [];
  #count = 0;

  constructor(dimensions: number) {
    this.#dimensions = dimensions;
  }

  /** Copies points just given to the learner. */
  add({ count, values }: PointBatch): void {
    if (count === 0) return;
    this.#pieces.push(values.slice(0, count * this.#dimensions));
    this.#count += count;
  }

  /** Coordinates of all points that wait, of which the learner has labelled `count`: they end together. */
  take(count: number): Float64Array {
    const [only] = this.#pieces;
    const values = this.#pieces.length === 1 && this.#count === count ? only! : this.#joined(count);
    this.clear();
    return values;
  }

  clear(): void {
    this.#pieces = [];
    this.#count = 0;
  }

  #joined(count: number): Float64Array {
    const values = new Float64Array(count * this.#dimensions).fill(Number.NaN);
    let end = values.length;
    for (const piece of this.#pieces.toReversed()) {
      const seen = piece.subarray(Math.max(0, piece.length - end));
      end -= seen.length;
      values.set(seen, end);
    }
    return values;
  }
}
