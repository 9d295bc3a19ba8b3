import type { PointBatch } from "../mixture/point-batch.js";

/** Points waiting in order: the warm-up, or the open mini-batch. Grows up to a fixed capacity. */
export class PointBuffer {
  readonly dimensions: number;
  readonly capacity: number;
  count = 0;
  values: Float64Array;
  weights: Float64Array;

  constructor(dimensions: number, capacity: number) {
    this.dimensions = dimensions;
    this.capacity = capacity;
    const rows = Math.min(capacity, 256);
    this.values = new Float64Array(rows * dimensions);
    this.weights = new Float64Array(rows);
  }

  get room(): number {
    return this.capacity - this.count;
  }

  /** Appends rows `from` … `from + rows` of a batch. */
  append(batch: PointBatch, from: number, rows: number): void {
    const D = this.dimensions;
    this.#reserve(this.count + rows);
    this.values.set(batch.values.subarray(from * D, (from + rows) * D), this.count * D);
    if (batch.weights === undefined) this.weights.fill(1, this.count, this.count + rows);
    else this.weights.set(batch.weights.subarray(from, from + rows), this.count);
    this.count += rows;
  }

  clear(): void {
    this.count = 0;
  }

  /** Forgets the points and frees their memory. */
  release(): void {
    this.count = 0;
    this.values = new Float64Array(0);
    this.weights = new Float64Array(0);
  }

  /** The waiting points as a batch that shares memory with the buffer. */
  batch(): PointBatch & { readonly weights: Float64Array } {
    return {
      count: this.count,
      dimensions: this.dimensions,
      values: this.values.subarray(0, this.count * this.dimensions),
      weights: this.weights.subarray(0, this.count),
    };
  }

  #reserve(rows: number): void {
    if (rows <= this.weights.length) return;
    if (rows > this.capacity) throw new RangeError(`${rows} points do not fit a buffer of ${this.capacity}`);
    const larger = Math.min(this.capacity, Math.max(rows, 2 * this.weights.length));
    const values = new Float64Array(larger * this.dimensions);
    const weights = new Float64Array(larger);
    values.set(this.values);
    weights.set(this.weights);
    this.values = values;
    this.weights = weights;
  }
}
