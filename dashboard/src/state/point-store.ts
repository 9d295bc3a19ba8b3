import type { PointColumns } from "../../../src/live/points/decode-points.js";
import { FLAGGED } from "../../../src/live/points/point-block.js";
import { SHARES } from "../../../src/live/points/top-shares.js";
import { mixedColour } from "./colours.js";

/** The last points, in columns that are filled in a circle; ready to be drawn. */
export class PointStore {
  readonly capacity: number;
  readonly dimensions: number;
  /** Points that ever came. */
  total = 0;
  readonly ordinals: Float64Array;
  /** D, to be added to coordinates. */
  readonly centres: Float64Array;
  /** capacity × D, from the centres. */
  readonly coordinates: Float32Array;
  readonly scores: Float32Array;
  readonly flagged: Uint8Array;
  /** Mixed of the components' colours by responsibility, 0xBBGGRR. */
  readonly colours: Uint32Array;
  /** Id of the most responsible component, and its responsibility of which 255 are 1. */
  readonly components: Int32Array;
  readonly sureness: Uint8Array;

  constructor(dimensions: number, capacity: number) {
    this.dimensions = dimensions;
    this.capacity = capacity;
    this.ordinals = new Float64Array(capacity);
    this.centres = new Float64Array(dimensions);
    this.coordinates = new Float32Array(capacity * dimensions);
    this.scores = new Float32Array(capacity);
    this.flagged = new Uint8Array(capacity);
    this.colours = new Uint32Array(capacity);
    this.components = new Int32Array(capacity);
    this.sureness = new Uint8Array(capacity);
  }

  get count(): number {
    return Math.min(this.total, this.capacity);
  }

  /** Row of the i-th of the points that are here, the oldest first. */
  row(i: number): number {
    return (this.total - this.count + i) % this.capacity;
  }

  clear(): void {
    this.total = 0;
  }

  add(block: PointColumns): void {
    const D = this.dimensions;
    if (this.total === 0) this.centres.set(block.centres);
    for (let i = 0; i < block.count; i++) {
      const r = this.total++ % this.capacity;
      this.ordinals[r] = block.first + block.ordinals[i]!;
      for (let j = 0; j < D; j++)
        this.coordinates[r * D + j] = block.coordinates[i * D + j]! + (block.centres[j]! - this.centres[j]!);
      this.scores[r] = block.scores[i]!;
      this.flagged[r] = block.flags[i]! & FLAGGED;
      this.colours[r] = mixedColour(block.ids, block.places, block.shares, i * SHARES, SHARES);
      this.components[r] = block.ids[block.places[i * SHARES]!] ?? -1;
      this.sureness[r] = block.shares[i * SHARES]!;
    }
  }

  /** Coordinate j of a row. */
  at(row: number, j: number): number {
    return this.coordinates[row * this.dimensions + j]! + this.centres[j]!;
  }

  /** Number of the points that are here whose ordinal is below; they ascend. */
  before(ordinal: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.ordinals[this.row(middle)]! < ordinal) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Row of the point with this ordinal; undefined = it is not here. */
  find(ordinal: number): number | undefined {
    const i = this.before(ordinal);
    const row = this.row(i);
    return i < this.count && this.ordinals[row] === ordinal ? row : undefined;
  }
}
