import { readDecimal } from "../number/parse-decimal.js";
import type { JsonSource } from "./json-source.js";

/** Deeper values are left to the full parser. */
const DEEPEST = 64;

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_BRACKET = 0x5b;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const CLOSE_BRACE = 0x7d;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const U = 0x75;
const SHORT_ESCAPES = new Uint8Array(256);
for (const letter of '"\\/bfnrt') SHORT_ESCAPES[letter.charCodeAt(0)] = 1;
const WORDS = new Map(["true", "false", "null"].map((word) => [word.charCodeAt(0), new TextEncoder().encode(word)]));
const skipped = new Float64Array(1);

/** Where the next byte is that is no white space; at the end of the message that is a zero. */
export function skipSpace(bytes: Uint8Array, p: number): number {
  return bytes[p]! > SPACE ? p : behindSpace(bytes, p);
}

function behindSpace(bytes: Uint8Array, p: number): number {
  for (;;) {
    const byte = bytes[p]!;
    if (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return p;
    p++;
  }
}

/**
 * Skips any value of JSON, white space before it aside. That its texts are UTF-8 is not checked.
 *
 * @returns where it ends; −1 = there is none, or it is nested too deeply.
 */
export function skipValue(source: JsonSource, start: number, depth: number = 0): number {
  const p = skipSpace(source.bytes, start);
  const byte = source.bytes[p]!;
  if (byte === QUOTE) return skipString(source, p);
  if (byte === OPEN_BRACE || byte === OPEN_BRACKET) return depth < DEEPEST ? skipContainer(source, p, depth + 1) : -1;
  const word = WORDS.get(byte);
  return word === undefined ? readDecimal(source, p, skipped, 0) : skipWord(source.bytes, p, word);
}

function skipContainer(source: JsonSource, start: number, depth: number): number {
  const { bytes } = source;
  const open = bytes[start]!;
  const close = open + 2;
  let p = skipSpace(bytes, start + 1);
  if (bytes[p] === close) return p + 1;
  for (;;) {
    if (open === OPEN_BRACE) p = skipKey(source, p);
    if (p >= 0) p = skipValue(source, p, depth);
    if (p < 0) return -1;
    p = skipSpace(bytes, p);
    if (bytes[p] !== COMMA) return bytes[p] === close ? p + 1 : -1;
    p = skipSpace(bytes, p + 1);
  }
}

/** Skips a string and the colon behind it. */
function skipKey(source: JsonSource, start: number): number {
  const { bytes } = source;
  const end = bytes[start] === QUOTE ? skipString(source, start) : -1;
  return end < 0 ? -1 : skipColon(bytes, end);
}

/** Skips white space and a colon; −1 = there is none. */
export function skipColon(bytes: Uint8Array, start: number): number {
  const p = skipSpace(bytes, start);
  return bytes[p] === COLON ? p + 1 : -1;
}

function skipWord(bytes: Uint8Array, start: number, word: Uint8Array): number {
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word[i]) return -1;
  return start + word.length;
}

/**
 * Skips a string, noting in `source` what is in it.
 *
 * @param start its opening quote.
 * @returns where it ends; −1 = it is none.
 */
export function skipString(source: JsonSource, start: number): number {
  const { bytes } = source;
  let seen = 0;
  source.escapes = false;
  for (let p = start + 1; ; p++) {
    const byte = bytes[p]!;
    seen |= byte;
    if (byte === QUOTE) {
      source.seen |= seen;
      source.ascii = seen < 0x80;
      return p + 1;
    }
    if (byte < SPACE) return -1; // the end of the message, too
    if (byte === BACKSLASH) {
      source.escapes = true;
      p++;
      if (bytes[p] === U && isHex4(bytes, p + 1)) p += 4;
      else if (SHORT_ESCAPES[bytes[p]!] !== 1) return -1;
    }
  }
}

function isHex4(bytes: Uint8Array, start: number): boolean {
  for (let p = start; p < start + 4; p++) {
    const byte = bytes[p]!;
    const letter = byte | 0x20;
    if (!((byte >= 0x30 && byte <= 0x39) || (letter >= 0x61 && letter <= 0x66))) return false;
  }
  return true;
}
