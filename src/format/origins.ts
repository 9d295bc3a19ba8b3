/**
 * Where points come from: columns with one entry a point, all from one partition.
 *
 * Labels are written from it, so it has to outlive the wait of warm-up points.
 */
export interface Origins {
  readonly topic: string;
  readonly partition: number;
  /** Number of points n; columns may be longer. */
  readonly count: number;
  /** n offsets of the input records. */
  readonly offsets: Float64Array;
  /** n indices inside the message; −1 = the message is a single point. */
  readonly indices: Int32Array;
  /** n times in ms since 1970; NaN = unknown. */
  readonly timestamps: Float64Array;
  /** n ids; empty = the input has none. */
  readonly ids: readonly PointId[];
  /** n keys of the input records. */
  readonly keys: readonly (Uint8Array | null)[];
}

/** Of an input record, what its labels need. */
export interface RecordOrigin {
  readonly offset: number;
  /** ms since 1970; NaN = unknown. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
}

/** A point's id; `undefined` = this one has none. */
export type PointId = string | number | undefined;
