import type { ByteCursor } from "../number/byte-cursor.js";
import { parseDecimal } from "../number/parse-decimal.js";

/** Deeper values are left to the full parser. */
const DEEPEST = 64;

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const BACKSLASH = 0x5c;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;
const U = 0x75;
const SHORT_ESCAPES = new Uint8Array(256);
for (const letter of '"\\/bfnrt') SHORT_ESCAPES[letter.charCodeAt(0)] = 1;
const WORDS = new Map(["true", "false", "null"].map((word) => [word.charCodeAt(0), new TextEncoder().encode(word)]));

/** The next byte that is no white space, the cursor upon it; −1 at the end. */
export function nextByte(cursor: ByteCursor): number {
  const { bytes, end } = cursor;
  let p = cursor.position;
  for (; p < end; p++) {
    const byte = bytes[p]!;
    if (byte > SPACE || (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) {
      cursor.position = p;
      return byte;
    }
  }
  cursor.position = p;
  return -1;
}

/** Goes behind the next byte if it is this one. */
export function skipByte(cursor: ByteCursor, byte: number): boolean {
  if (nextByte(cursor) !== byte) return false;
  cursor.position++;
  return true;
}

/**
 * Skips any value of JSON. That its texts are UTF-8 is not checked.
 *
 * @returns false when there is none, or it is nested too deeply; the cursor is then anywhere.
 */
export function skipValue(cursor: ByteCursor, depth: number = 0): boolean {
  const byte = nextByte(cursor);
  if (byte === QUOTE) return skipString(cursor);
  if (byte === OPEN_BRACE || byte === OPEN_BRACKET) return depth < DEEPEST && skipContainer(cursor, byte, depth + 1);
  const word = WORDS.get(byte);
  return word === undefined ? !Number.isNaN(parseDecimal(cursor)) : skipWord(cursor, word);
}

function skipContainer(cursor: ByteCursor, open: number, depth: number): boolean {
  const close = open + 2;
  cursor.position++;
  if (skipByte(cursor, close)) return true;
  do {
    if (open === OPEN_BRACE && !(nextByte(cursor) === QUOTE && skipString(cursor) && skipByte(cursor, COLON)))
      return false;
    if (!skipValue(cursor, depth)) return false;
  } while (skipByte(cursor, COMMA));
  return skipByte(cursor, close);
}

function skipWord(cursor: ByteCursor, word: Uint8Array): boolean {
  const { bytes, position } = cursor;
  for (let i = 0; i < word.length; i++) if (bytes[position + i] !== word[i]) return false;
  cursor.position = position + word.length;
  return true;
}

/** Skips a string; the cursor is on its opening quote. */
export function skipString(cursor: ByteCursor): boolean {
  const { bytes, end } = cursor;
  for (let p = cursor.position + 1; p < end; p++) {
    const byte = bytes[p]!;
    if (byte === QUOTE) {
      cursor.position = p + 1;
      return true;
    }
    if (byte < SPACE) return false;
    if (byte === BACKSLASH) {
      p++;
      if (bytes[p] === U && isHex4(bytes, p + 1)) p += 4;
      else if (SHORT_ESCAPES[bytes[p] ?? 0] !== 1) return false;
    }
  }
  return false;
}

function isHex4(bytes: Uint8Array, start: number): boolean {
  for (let p = start; p < start + 4; p++) {
    const byte = bytes[p] ?? 0;
    const letter = byte | 0x20;
    if (!((byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x66))) return false;
  }
  return true;
}
