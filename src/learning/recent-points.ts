import type { PointBatch } from "../mixture/point-batch.js";

/** The last R points, oldest first when asked: memory of a fixed size, written round and round. */
export class RecentPoints {
  readonly dimensions: number;
  readonly capacity: number;
  readonly values: Float64Array;
  readonly weights: Float64Array;
  /** Points kept. */
  count = 0;
  /** Row that the next point takes. */
  next = 0;

  constructor(dimensions: number, capacity: number) {
    this.dimensions = dimensions;
    this.capacity = capacity;
    this.values = new Float64Array(capacity * dimensions);
    this.weights = new Float64Array(capacity);
  }

  append({ count, values, weights }: PointBatch): void {
    const D = this.dimensions;
    for (let done = 0; done < count; ) {
      const rows = Math.min(count - done, this.capacity - this.next);
      this.values.set(values.subarray(done * D, (done + rows) * D), this.next * D);
      if (weights === undefined) this.weights.fill(1, this.next, this.next + rows);
      else this.weights.set(weights.subarray(done, done + rows), this.next);
      this.next = (this.next + rows) % this.capacity;
      done += rows;
    }
    this.count = Math.min(this.capacity, this.count + count);
  }

  /** Forgets all but the last `count` points. */
  keepLast(count: number): void {
    this.count = Math.min(this.count, count);
  }

  /** A copy of the last `count` points, oldest first. */
  last(count = this.count): Required<Pick<PointBatch, "count" | "dimensions" | "values">> & { weights: Float64Array } {
    const D = this.dimensions;
    const rows = Math.min(count, this.count);
    const values = new Float64Array(rows * D);
    const weights = new Float64Array(rows);
    const first = (this.next - rows + this.capacity) % this.capacity;
    for (let i = 0; i < rows; i++) {
      const row = (first + i) % this.capacity;
      values.set(this.values.subarray(row * D, (row + 1) * D), i * D);
      weights[i] = this.weights[row]!;
    }
    return { count: rows, dimensions: D, values, weights };
  }
}
