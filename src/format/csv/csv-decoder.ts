import { isUtf8 } from "node:buffer";
import { DecodeError } from "../decode-error.js";
import type { DecodedBatch } from "../decoded-batch.js";
import type { Decoder, DecoderOptions, MessageLimits, RawRecord } from "../decoder.js";
import { checkPointCount, messageBytes } from "../message.js";
import { PointAssembler } from "../point-assembler.js";
import type { PointLayout } from "../point-layout.js";
import { asId, asTimestamp } from "../point-values.js";
import { CsvNumbers, numberOf } from "./csv-numbers.js";
import { CsvSplitter } from "./csv-splitter.js";

/**
 * Points from lines of CSV; the columns are known beforehand. A message of one line is a single point, one of several
 * lines holds several.
 */
export class CsvDecoder implements Decoder {
  readonly #layout: PointLayout;
  readonly #limits: MessageLimits;
  readonly #splitter: CsvSplitter;
  readonly #numbers = new CsvNumbers();
  readonly #point: PointAssembler;
  readonly #columns: Int32Array;

  /** @throws RangeError when a line has no column for a feature, the id, the time or the weight. */
  constructor(layout: PointLayout, options: DecoderOptions, delimiter: string = ",") {
    const { columns, numbers } = layout.requireColumns();
    this.#layout = layout;
    this.#limits = options;
    this.#splitter = new CsvSplitter(delimiter);
    this.#point = new PointAssembler(layout, options.missing);
    this.#columns = Int32Array.from(numbers, (path) => columns.indexOf(path));
  }

  decode(record: RawRecord, into: DecodedBatch): number {
    const bytes = messageBytes(record, this.#limits);
    if (!isUtf8(bytes)) throw new DecodeError("invalid-utf8", "the message is not UTF-8");
    const before = into.count;
    try {
      this.#lines(bytes, record, into);
    } catch (error) {
      into.truncate(before);
      throw error;
    }
    return into.count - before;
  }

  #lines(bytes: Uint8Array, record: RawRecord, into: DecodedBatch): void {
    const splitter = this.#splitter;
    splitter.open(bytes);
    this.#numbers.open(bytes);
    let line = 0;
    for (; splitter.next(); line++) {
      const single = line === 0 && splitter.done;
      checkPointCount(line + 1, this.#limits);
      this.#read(single ? undefined : line);
      this.#point.append(record, single ? -1 : line, into);
    }
    checkPointCount(line, this.#limits);
  }

  #read(index: number | undefined): void {
    const { columns, id, numbers, timestamp } = this.#layout;
    const splitter = this.#splitter;
    const point = this.#point;
    if (splitter.fields !== columns.length)
      throw new DecodeError("wrong-length", `expected ${columns.length} columns, got ${splitter.fields}`, { index });
    for (let i = 0; i < this.#columns.length; i++) {
      const field = this.#columns[i]!;
      const value = this.#numbers.read(splitter.starts[field]!, splitter.ends[field]!);
      if (value === undefined)
        throw new DecodeError("not-a-number", "expected a number", {
          path: numbers[i],
          value: splitter.text(field),
          index,
        });
      point.numbers[i] = value;
    }
    if (id !== undefined) point.id = asId(this.#text(id), id, index);
    if (timestamp === undefined) return;
    const text = this.#text(timestamp);
    const time = text === undefined ? undefined : (numberOf(text) ?? text);
    point.timestamp = asTimestamp(Number.isNaN(time) ? undefined : time, timestamp, index);
  }

  /** Nothing when the field is empty. */
  #text(column: string): string | undefined {
    return this.#splitter.text(this.#layout.columns.indexOf(column)) || undefined;
  }
}
