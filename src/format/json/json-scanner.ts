import { isUtf8 } from "node:buffer";
import type { DecodedBatch } from "../decoded-batch.js";
import type { RawRecord } from "../decoder.js";
import { isoTime } from "../iso-time.js";
import { readDecimal } from "../number/parse-decimal.js";
import type { PointAssembler } from "../point-assembler.js";
import type { PointLayout } from "../point-layout.js";
import { parseTimestamp } from "../timestamp.js";
import { JsonSource } from "./json-source.js";
import { nextField } from "./next-field.js";
import { childByPosition, isLeaf, type PathNode, pathTree, rowNodes } from "./path-tree.js";
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  skipSpace,
  skipString,
  skipValue,
} from "./skip.js";

/**
 * Reads points from JSON straight from bytes, without making objects or strings of them.
 *
 * It knows less than JSON: whatever is unusual (a key twice, an escape where it matters, a missing number that must not
 * be missing, an error) it declines, and the caller parses the message in full. What it accepts it reads as `JSON.parse`
 * would.
 *
 * Its methods take the place where they begin and return where they end; −1 = declined.
 */
export class JsonScanner {
  readonly #point: PointAssembler;
  readonly #root: PathNode;
  readonly #row: readonly PathNode[];
  readonly #source = new JsonSource();
  /** A key that JSON writes with an escape cannot be told from bytes. */
  readonly #usable: boolean;
  /** Ordinal of the point being read. */
  #met = 0;
  /** How many of its numbers were found. */
  #found = 0;

  constructor(layout: PointLayout, point: PointAssembler) {
    this.#point = point;
    this.#root = pathTree(layout);
    this.#row = rowNodes(layout);
    this.#usable = layout.paths.every((path) =>
      layout.pathInEvent(path).every((key) => JSON.stringify(key) === `"${key}"`),
    );
  }

  /**
   * Appends the points of a message.
   *
   * @param most points it may hold.
   * @returns false when it declines; some points may then have been appended.
   * @throws DecodeError when a number cannot be used.
   */
  scan(message: Uint8Array, record: RawRecord, into: DecodedBatch, most: number): boolean {
    if (!this.#usable) return false;
    const source = this.#source;
    source.open(message);
    const { bytes } = source;
    const start = skipSpace(bytes, 0);
    const several = bytes[start] === OPEN_BRACKET && isOpening(bytes[skipSpace(bytes, start + 1)]!);
    const end = several ? this.#points(start, record, into, most) : this.#onePoint(start, record, into, -1);
    return end >= 0 && skipSpace(bytes, end) === source.end && (source.seen < 0x80 || isUtf8(message));
  }

  #points(start: number, record: RawRecord, into: DecodedBatch, most: number): number {
    const { bytes } = this.#source;
    let p = start;
    for (let index = 0; index < most; index++) {
      p = this.#onePoint(skipSpace(bytes, p + 1), record, into, index);
      if (p < 0) return -1;
      p = skipSpace(bytes, p);
      if (bytes[p] !== COMMA) return bytes[p] === CLOSE_BRACKET ? p + 1 : -1;
    }
    return -1;
  }

  #onePoint(start: number, record: RawRecord, into: DecodedBatch, index: number): number {
    const point = this.#point;
    point.clear();
    this.#met++;
    this.#found = 0;
    const first = this.#source.bytes[start];
    const end =
      first === OPEN_BRACE ? this.#object(this.#root, start) : first === OPEN_BRACKET ? this.#columns(start) : -1;
    if (end < 0 || (this.#found < point.numbers.length && !point.gaps)) return -1;
    point.append(record, index, into);
    return end;
  }

  #object(node: PathNode, start: number): number {
    const source = this.#source;
    const { bytes } = source;
    let p = skipSpace(bytes, start + 1);
    if (bytes[p] === CLOSE_BRACE) return p + 1;
    for (let i = 0; ; i++) {
      p = nextField(source, p, node, i);
      if (p < 0) return -1;
      const { field } = source;
      p = field === undefined ? skipValue(source, p) : this.#wanted(field, p);
      if (p < 0) return -1;
      p = skipSpace(bytes, p);
      if (bytes[p] !== COMMA) return bytes[p] === CLOSE_BRACE ? p + 1 : -1;
      p = skipSpace(bytes, p + 1);
    }
  }

  /** An array inside an object. */
  #positions(node: PathNode, start: number): number {
    const source = this.#source;
    const { bytes } = source;
    let p = skipSpace(bytes, start + 1);
    if (bytes[p] === CLOSE_BRACKET) return p + 1;
    let expected = 0;
    for (let position = 0; ; position++) {
      const child = childByPosition(node, position, expected);
      if (child !== undefined) expected++;
      p = child === undefined ? skipValue(source, p) : this.#wanted(child, p);
      if (p < 0) return -1;
      p = skipSpace(bytes, p);
      if (bytes[p] !== COMMA) return bytes[p] === CLOSE_BRACKET ? p + 1 : -1;
      p++;
    }
  }

  /** A row: its elements are the columns. */
  #columns(start: number): number {
    const source = this.#source;
    const { bytes } = source;
    const row = this.#row;
    let p = start;
    for (let column = 0; column < row.length; column++) {
      const node = row[column]!;
      p = isLeaf(node) ? this.#wanted(node, p + 1) : skipValue(source, p + 1);
      if (p < 0) return -1;
      p = skipSpace(bytes, p);
      if (bytes[p] !== (column + 1 < row.length ? COMMA : CLOSE_BRACKET)) return -1;
    }
    return p + 1;
  }

  #wanted(node: PathNode, start: number): number {
    if (node.met === this.#met) return -1;
    node.met = this.#met;
    const p = skipSpace(this.#source.bytes, start);
    const byte = this.#source.bytes[p];
    if (isLeaf(node)) return byte === QUOTE ? this.#text(node, p) : this.#number(node, p);
    if (byte === OPEN_BRACE) return this.#object(node, p);
    return byte === OPEN_BRACKET ? this.#positions(node, p) : -1;
  }

  #number(node: PathNode, start: number): number {
    const point = this.#point;
    if (node.number >= 0) this.#found++;
    const at = node.number >= 0 ? node.number : 0;
    const into = node.number >= 0 ? point.numbers : elsewhere;
    const end = readDecimal(this.#source, start, into, at);
    if (end < 0) return this.#gap(node, start);
    if (!(node.isId || node.isTimestamp)) return end;
    const value = into[at]!;
    if (node.isId) point.id = value;
    if (node.isId && !Number.isFinite(value)) return -1;
    return !node.isTimestamp || this.#timestamp(value) ? end : -1;
  }

  /** No number: null, where there may be none. */
  #gap(node: PathNode, start: number): number {
    const alone = node.number >= 0 && !(node.isId || node.isTimestamp);
    if (!alone || !this.#point.mayLack(node.number) || this.#source.bytes[start] !== N) return -1;
    return skipValue(this.#source, start);
  }

  #text(node: PathNode, start: number): number {
    const source = this.#source;
    const end = node.number >= 0 ? -1 : skipString(source, start);
    if (end < 0 || source.escapes) return -1;
    if (!node.isId) {
      const time = isoTime(source.bytes, start + 1, end - 1);
      this.#point.timestamp = time;
      if (!Number.isNaN(time)) return end;
    }
    const text = source.text(start + 1, end - 1);
    if (node.isId) this.#point.id = text;
    return !node.isTimestamp || this.#timestamp(text) ? end : -1;
  }

  #timestamp(value: number | string): boolean {
    this.#point.timestamp = parseTimestamp(value);
    return !Number.isNaN(this.#point.timestamp);
  }
}

/** What `null` begins with; nothing else in JSON does. */
const N = 0x6e;
/** Where a number goes that is no coordinate and no weight. */
const elsewhere = new Float64Array(1);

function isOpening(byte: number): boolean {
  return byte === OPEN_BRACE || byte === OPEN_BRACKET;
}
