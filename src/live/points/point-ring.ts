import type { Explanation } from "../../anomaly/explanation.js";
import type { PointId } from "../../format/origins.js";
import type { LabelledRun } from "../../learning/scored-batch.js";
import type { LabelledPoints, OriginColumns } from "./labelled-points.js";
import { SHARES, topShares } from "./top-shares.js";

/** Bytes that coordinates and labels may take; of wide points fewer are kept. */
const MOST_BYTES = 48_000_000;
const BYTES_BESIDE_COORDINATES = 120;

/** How many points of D features are kept, at most `wanted`. */
export function capacityFor(dimensions: number, wanted: number): number {
  return Math.max(1, Math.min(wanted, Math.floor(MOST_BYTES / (8 * dimensions + BYTES_BESIDE_COORDINATES))));
}

/** One point of a {@link LabelledPoints}: its index, and what it belongs to. */
export interface PointPlace {
  readonly index: number;
  readonly run: LabelledRun;
  readonly origins: OriginColumns;
  /** Its index in the origins. */
  readonly origin: number;
}

/**
 * The last points with their labels, in columns that are filled in a circle. Row r of the columns holds the r-th, then
 * the (r + capacity)-th … point that was added.
 */
export class PointRing {
  readonly dimensions: number;
  readonly capacity: number;
  /** Points that were ever added. */
  total = 0;
  /** Place in the learner's input, from 0. */
  readonly ordinal: Float64Array;
  /** capacity × D. */
  readonly values: Float64Array;
  readonly logDensity: Float64Array;
  readonly score: Float64Array;
  /** NaN = not calibrated. */
  readonly pValue: Float64Array;
  readonly flagged: Uint8Array;
  readonly warmup: Uint8Array;
  readonly version: Float64Array;
  readonly component: Int32Array;
  /** capacity × SHARES. */
  readonly shareIds: Int32Array;
  readonly shares: Float64Array;
  readonly partition: Int32Array;
  readonly offset: Float64Array;
  /** −1 = alone in its message. */
  readonly index: Int32Array;
  readonly timestamp: Float64Array;
  /** By row; a point without an id has no entry. */
  readonly ids = new Map<number, Exclude<PointId, undefined>>();
  /** By row, of flagged points. */
  readonly explanations = new Map<number, Explanation>();

  constructor(dimensions: number, capacity: number) {
    this.dimensions = dimensions;
    this.capacity = capacity;
    const doubles = () => new Float64Array(capacity);
    this.ordinal = doubles();
    this.values = new Float64Array(capacity * dimensions);
    this.logDensity = doubles();
    this.score = doubles();
    this.pValue = doubles();
    this.flagged = new Uint8Array(capacity);
    this.warmup = new Uint8Array(capacity);
    this.version = doubles();
    this.component = new Int32Array(capacity);
    this.shareIds = new Int32Array(capacity * SHARES);
    this.shares = new Float64Array(capacity * SHARES);
    this.partition = new Int32Array(capacity);
    this.offset = doubles();
    this.index = new Int32Array(capacity);
    this.timestamp = doubles();
  }

  /** Points that are here. */
  get count(): number {
    return Math.min(this.total, this.capacity);
  }

  /** The row of the i-th point that was ever added, if it still is here. */
  row(i: number): number {
    return i % this.capacity;
  }

  /** The row of the point with this ordinal; undefined = it is not here. Ordinals ascend. */
  find(ordinal: number): number | undefined {
    let low = this.total - this.count;
    let high = this.total;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.ordinal[this.row(middle)]! < ordinal) low = middle + 1;
      else high = middle;
    }
    const row = this.row(low);
    return low < this.total && this.ordinal[row] === ordinal ? row : undefined;
  }

  add({ values, scored }: LabelledPoints, { index: i, run, origins, origin }: PointPlace): void {
    const D = this.dimensions;
    const r = this.total++ % this.capacity;
    this.ordinal[r] = scored.first + i;
    for (let j = 0; j < D; j++) this.values[r * D + j] = values[i * D + j]!;
    this.logDensity[r] = scored.logDensity[i]!;
    this.score[r] = scored.anomalyScore[i]!;
    this.pValue[r] = scored.pValue[i]!;
    this.flagged[r] = scored.flagged[i]!;
    this.warmup[r] = Number(run.warmup);
    this.version[r] = run.version;
    this.component[r] = scored.component[i]!;
    const { components, ids } = run.mixture;
    const from = run.offset + (i - run.start) * components;
    topShares(scored.responsibilities, from, ids, this.shareIds, this.shares, r * SHARES);
    this.partition[r] = origins.partition;
    this.offset[r] = origins.offsets[origin]!;
    this.index[r] = origins.indices[origin]!;
    this.timestamp[r] = origins.timestamps[origin]!;
    this.#remember(r, origins.ids[origin], scored.explanations.get(i));
  }

  #remember(row: number, id: PointId, explanation: Explanation | undefined): void {
    if (id === undefined) this.ids.delete(row);
    else this.ids.set(row, id);
    if (explanation === undefined) this.explanations.delete(row);
    else this.explanations.set(row, explanation);
  }
}
