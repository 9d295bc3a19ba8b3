import { DecodeError } from "../decode-error.js";
import type { DecodedBatch } from "../decoded-batch.js";
import type { Decoder, DecoderOptions, MessageLimits, RawRecord } from "../decoder.js";
import { checkPointCount, messageBytes } from "../message.js";
import { PointAssembler } from "../point-assembler.js";
import type { PointLayout } from "../point-layout.js";
import { asId, asTimestamp } from "../point-values.js";
import { copyDoubles, widenFloats } from "./copy-numbers.js";

/** Width of the numbers in a packed message. */
export type PackedFormat = "packed-float64" | "packed-float32";

/**
 * Points from rows of little-endian float64 or float32: no header, one number a column, one row a point.
 *
 * A message of one row is a single point; one of several rows holds several.
 */
export class PackedDecoder implements Decoder {
  readonly #layout: PointLayout;
  readonly #limits: MessageLimits;
  readonly #size: 4 | 8;
  readonly #point: PointAssembler;
  /** Rows are points: nothing to pick, transform or set apart. */
  readonly #whole: boolean;
  /** Column of each of the layout's numbers. */
  readonly #columns: Int32Array;

  /** @throws RangeError when a row has no column for a feature, the id, the time or the weight. */
  constructor(layout: PointLayout, options: DecoderOptions, format: PackedFormat) {
    const { columns, features, id, numbers, timestamp, weight } = layout.requireColumns();
    this.#layout = layout;
    this.#limits = options;
    this.#size = format === "packed-float64" ? 8 : 4;
    this.#point = new PointAssembler(layout, options.missing);
    this.#columns = Int32Array.from(numbers, (path) => columns.indexOf(path));
    this.#whole =
      features.plain && (id ?? timestamp ?? weight) === undefined && columns.every((name, i) => name === numbers[i]);
  }

  decode(record: RawRecord, into: DecodedBatch): number {
    const bytes = messageBytes(record, this.#limits);
    const { length } = this.#layout.columns;
    const rowBytes = length * this.#size;
    if (bytes.length % rowBytes !== 0)
      throw new DecodeError(
        "wrong-length",
        `${bytes.length} bytes are not a whole number of rows of ${length} × ${this.#size} bytes`,
      );
    const rows = bytes.length / rowBytes;
    checkPointCount(rows, this.#limits);
    into.reserve(rows);
    const copied = this.#whole && (this.#size === 8 ? copyDoubles(bytes, into) : widenFloats(bytes, into));
    if (copied) into.appendRows(record, rows);
    else this.#pick(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), rows, record, into);
    return rows;
  }

  #pick(view: DataView, rows: number, record: RawRecord, into: DecodedBatch): void {
    const before = into.count;
    try {
      for (let row = 0; row < rows; row++) {
        this.#read(view, row, rows === 1 ? undefined : row);
        this.#point.append(record, rows === 1 ? -1 : row, into);
      }
    } catch (error) {
      into.truncate(before);
      throw error;
    }
  }

  #read(view: DataView, row: number, index: number | undefined): void {
    const point = this.#point;
    const { columns, id, timestamp } = this.#layout;
    const first = row * columns.length;
    const numberAt = (column: number) =>
      this.#size === 8 ? view.getFloat64((first + column) * 8, true) : view.getFloat32((first + column) * 4, true);
    const optional = (path: string) => {
      const value = numberAt(columns.indexOf(path));
      return Number.isNaN(value) ? undefined : value;
    };
    for (let i = 0; i < this.#columns.length; i++) point.numbers[i] = numberAt(this.#columns[i]!);
    if (id !== undefined) point.id = asId(optional(id), id, index);
    if (timestamp !== undefined) point.timestamp = asTimestamp(optional(timestamp), timestamp, index);
  }
}
