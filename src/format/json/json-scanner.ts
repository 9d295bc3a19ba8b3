import { isUtf8 } from "node:buffer";
import type { DecodedBatch } from "../decoded-batch.js";
import type { RawRecord } from "../decoder.js";
import { ByteCursor } from "../number/byte-cursor.js";
import { parseDecimal } from "../number/parse-decimal.js";
import type { PointAssembler } from "../point-assembler.js";
import type { PointLayout } from "../point-layout.js";
import { textOf } from "../text-of.js";
import { parseTimestamp } from "../timestamp.js";
import { childByKey, childByPosition, isLeaf, type PathNode, pathTree, rowNodes } from "./path-tree.js";
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  nextByte,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  skipByte,
  skipString,
  skipValue,
} from "./skip.js";

/**
 * Reads points from JSON straight from bytes, without making objects or strings of them.
 *
 * It knows less than JSON: whatever is unusual (a key twice, an escape where it matters, a number missing, an error)
 * it declines, and the caller parses the message in full. What it accepts it reads as `JSON.parse` would.
 */
export class JsonScanner {
  readonly #point: PointAssembler;
  readonly #root: PathNode;
  readonly #row: readonly PathNode[];
  readonly #cursor = new ByteCursor();
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
  scan(bytes: Uint8Array, record: RawRecord, into: DecodedBatch, most: number): boolean {
    const cursor = this.#cursor;
    if (!this.#usable) return false;
    cursor.open(bytes);
    const read = nextByte(cursor) === OPEN_BRACKET ? this.#array(record, into, most) : this.#onePoint(record, into, -1);
    return read && nextByte(cursor) === -1 && isUtf8(bytes);
  }

  /** One row of numbers, or several points. */
  #array(record: RawRecord, into: DecodedBatch, most: number): boolean {
    const cursor = this.#cursor;
    const start = cursor.position++;
    const first = nextByte(cursor);
    if (first !== OPEN_BRACE && first !== OPEN_BRACKET) {
      cursor.position = start;
      return this.#onePoint(record, into, -1);
    }
    for (let index = 0; index < most; index++) {
      if (!this.#onePoint(record, into, index)) return false;
      if (!skipByte(cursor, COMMA)) return skipByte(cursor, CLOSE_BRACKET);
    }
    return false;
  }

  #onePoint(record: RawRecord, into: DecodedBatch, index: number): boolean {
    const point = this.#point;
    point.clear();
    this.#met++;
    this.#found = 0;
    const first = nextByte(this.#cursor);
    const read = first === OPEN_BRACE ? this.#object(this.#root) : first === OPEN_BRACKET && this.#columns();
    if (!read || this.#found < point.numbers.length) return false;
    point.append(record, index, into);
    return true;
  }

  #object(node: PathNode): boolean {
    const cursor = this.#cursor;
    cursor.position++;
    if (skipByte(cursor, CLOSE_BRACE)) return true;
    let expected = 0;
    do {
      if (nextByte(cursor) !== QUOTE) return false;
      const guess = node.children[expected];
      if (guess !== undefined && skipKey(cursor, guess.key)) {
        expected++;
        if (!skipByte(cursor, COLON) || !this.#wanted(guess)) return false;
        continue;
      }
      const start = cursor.position + 1;
      if (!skipString(cursor) || hasEscape(cursor.bytes, start, cursor.position)) return false;
      const child = childByKey(node, cursor.bytes, start, cursor.position - 1);
      if (!skipByte(cursor, COLON)) return false;
      if (child === undefined ? !skipValue(cursor) : !this.#wanted(child)) return false;
    } while (skipByte(cursor, COMMA));
    return skipByte(cursor, CLOSE_BRACE);
  }

  /** An array inside an object. */
  #positions(node: PathNode): boolean {
    const cursor = this.#cursor;
    cursor.position++;
    if (skipByte(cursor, CLOSE_BRACKET)) return true;
    let expected = 0;
    let position = 0;
    do {
      const child = childByPosition(node, position++, expected);
      if (child !== undefined) expected++;
      if (child === undefined ? !skipValue(cursor) : !this.#wanted(child)) return false;
    } while (skipByte(cursor, COMMA));
    return skipByte(cursor, CLOSE_BRACKET);
  }

  /** A row: its elements are the columns. */
  #columns(): boolean {
    const cursor = this.#cursor;
    const row = this.#row;
    cursor.position++;
    for (let column = 0; column < row.length; column++) {
      if (column > 0 && !skipByte(cursor, COMMA)) return false;
      const node = row[column]!;
      if (isLeaf(node) ? !this.#wanted(node) : !skipValue(cursor)) return false;
    }
    return skipByte(cursor, CLOSE_BRACKET);
  }

  #wanted(node: PathNode): boolean {
    if (node.met === this.#met) return false;
    node.met = this.#met;
    const byte = nextByte(this.#cursor);
    if (isLeaf(node)) return byte === QUOTE ? this.#text(node) : this.#number(node);
    if (byte === OPEN_BRACE) return this.#object(node);
    return byte === OPEN_BRACKET && this.#positions(node);
  }

  #number(node: PathNode): boolean {
    const value = parseDecimal(this.#cursor);
    if (Number.isNaN(value)) return false;
    if (node.number >= 0) {
      this.#point.numbers[node.number] = value;
      this.#found++;
    }
    if (node.isId) this.#point.id = value;
    if (node.isId && !Number.isFinite(value)) return false;
    return !node.isTimestamp || this.#timestamp(value);
  }

  #text(node: PathNode): boolean {
    const { bytes, position } = this.#cursor;
    if (node.number >= 0 || !skipString(this.#cursor)) return false;
    const end = this.#cursor.position - 1;
    if (hasEscape(bytes, position, end)) return false;
    const text = textOf(bytes, position + 1, end);
    if (node.isId) this.#point.id = text;
    return !node.isTimestamp || this.#timestamp(text);
  }

  #timestamp(value: number | string): boolean {
    this.#point.timestamp = parseTimestamp(value);
    return !Number.isNaN(this.#point.timestamp);
  }
}

/** Goes behind a key if it is this one; the cursor is on its opening quote. */
function skipKey(cursor: ByteCursor, key: Uint8Array): boolean {
  const { bytes, position, end } = cursor;
  const close = position + 1 + key.length;
  if (close >= end || bytes[close] !== QUOTE) return false;
  for (let i = 0; i < key.length; i++) if (bytes[position + 1 + i] !== key[i]) return false;
  cursor.position = close + 1;
  return true;
}

function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  for (let p = start; p < end; p++) if (bytes[p] === BACKSLASH) return true;
  return false;
}
