import type { PointBatch } from "../mixture/point-batch.js";
import type { Origins, PointId, RecordOrigin } from "./origins.js";

const FIRST_CAPACITY = 256;
/** An empty batch does not take its first message for typical beyond so many points. */
const LARGEST_GUESS = 1 << 14;

/**
 * Points of one partition and where they come from, in columns that grow: decoders append to it, the learner reads
 * `points()`, label encoders read it as {@link Origins}. Columns may be longer than `count`.
 *
 * @example
 * const batch = new DecodedBatch(decoder.dimensions, "points", 0);
 * decoder.decode(record, batch);
 * learner.learn(batch.points());
 */
export class DecodedBatch implements Origins {
  readonly dimensions: number;
  readonly topic: string;
  partition: number;
  count = 0;
  /** count × D coordinates, row-major; what is behind them is anything. */
  values: Float64Array;
  /** The same memory, byte by byte. */
  valueBytes: Uint8Array;
  /** Weights, once a point has one. */
  weights: Float64Array | undefined;
  offsets: Float64Array;
  indices: Int32Array;
  timestamps: Float64Array;
  readonly keys: (Uint8Array | null)[] = [];
  #ids: PointId[] | undefined;
  #capacity: number;

  /** @param capacity points or, where messages hold several, messages there is room for at first. */
  constructor(dimensions: number, topic: string, partition: number, capacity: number = FIRST_CAPACITY) {
    this.dimensions = dimensions;
    this.topic = topic;
    this.partition = partition;
    this.#capacity = capacity;
    this.values = room(capacity * dimensions);
    this.valueBytes = new Uint8Array(this.values.buffer);
    this.offsets = room(capacity);
    this.indices = new Int32Array(capacity);
    this.timestamps = room(capacity);
  }

  /** Ids of the points; empty when the input has none. */
  get ids(): readonly PointId[] {
    return this.#ids ?? NO_IDS;
  }

  /** The points, without copying: valid until the next point is appended or the batch cleared. */
  points(): PointBatch {
    const { count, dimensions, values, weights } = this;
    const batch = { count, dimensions, values: values.subarray(0, count * dimensions) };
    return weights === undefined ? batch : { ...batch, weights: weights.subarray(0, count) };
  }

  /** Makes room for `more` points beyond `count`, whose coordinates may then be written into `values`. */
  reserve(more: number): void {
    const needed = this.count + more;
    if (needed > this.#capacity) this.#grow(Math.max(needed, 2 * this.#capacity, this.#guess(more)));
  }

  /**
   * Takes in the point whose coordinates were written behind the last one; room was reserved for it.
   *
   * @param index its place in the message; −1 = the message is a single point.
   */
  append(record: RecordOrigin, index: number, timestamp: number, id: PointId, weight: number): void {
    const i = this.count;
    this.offsets[i] = record.offset;
    this.indices[i] = index;
    this.timestamps[i] = timestamp;
    this.keys[i] = record.key;
    if (id !== undefined && this.#ids === undefined) this.#ids = new Array<PointId>(i).fill(undefined);
    if (this.#ids !== undefined) this.#ids[i] = id;
    if (weight !== 1 && this.weights === undefined) this.weights = new Float64Array(this.#capacity).fill(1);
    if (this.weights !== undefined) this.weights[i] = weight;
    this.count = i + 1;
  }

  /** Takes in a message's points at once; they have its time, no ids, and weigh 1. */
  appendRows(record: RecordOrigin, rows: number): void {
    const start = this.count;
    const end = start + rows;
    this.offsets.fill(record.offset, start, end);
    this.timestamps.fill(record.timestamp, start, end);
    this.weights?.fill(1, start, end);
    const { indices, keys } = this;
    const { key } = record;
    for (let i = start; i < end; i++) {
      indices[i] = i - start;
      keys[i] = key;
    }
    if (rows === 1) indices[start] = -1;
    if (this.#ids !== undefined) for (let i = start; i < end; i++) this.#ids[i] = undefined;
    this.count = end;
  }

  /** Forgets all points but the first `count`. */
  truncate(count: number): void {
    this.count = count;
    this.keys.length = count;
    if (this.#ids !== undefined) this.#ids.length = count;
  }

  /** Forgets everything and takes in points of a partition; the memory stays. What was handed out is void. */
  restart(partition: number): void {
    this.partition = partition;
    this.keys.fill(null, 0, this.count);
    this.count = 0;
    this.weights = undefined;
    this.#ids = undefined;
  }

  /** Points of as many messages as were expected, if all are like the first one. */
  #guess(first: number): number {
    return this.count === 0 ? Math.min(first * this.#capacity, LARGEST_GUESS) : 0;
  }

  #grow(capacity: number): void {
    this.#capacity = capacity;
    this.values = widened(this.values, this.count * this.dimensions, room(capacity * this.dimensions));
    this.valueBytes = new Uint8Array(this.values.buffer);
    this.offsets = widened(this.offsets, this.count, room(capacity));
    this.indices = widened(this.indices, this.count, new Int32Array(capacity));
    this.timestamps = widened(this.timestamps, this.count, room(capacity));
    if (this.weights !== undefined)
      this.weights = widened(this.weights, this.count, new Float64Array(capacity).fill(1));
  }
}

const NO_IDS: readonly PointId[] = [];

/** Doubles that are anything yet. */
function room(count: number): Float64Array {
  return new Float64Array(Buffer.allocUnsafeSlow(count * 8).buffer);
}

function widened<Column extends Float64Array | Int32Array>(old: Column, count: number, wide: Column): Column {
  wide.set(old.subarray(0, count));
  return wide;
}
