import { fourDigits, writeInteger } from "./write-digits.js";

const ZERO = 0x30;
/** "0000" */
const ZEROS = 0x30303030;
const MINUS = 0x2d;
const POINT = 0x2e;
const E = 0x65;
/** A smaller number is written with an exponent. */
const SMALLEST_EXPONENT = -6;

/**
 * Writes d.ddd… · 10^exponent, where the digits are those of upper · 10^8 + lower, a whole number of 17 digits, as
 * ECMAScript writes numbers below 10^15 that are not whole; returns where it ends.
 */
export function writeSeventeenDigits(
  view: DataView,
  at: number,
  upper: number,
  lower: number,
  exponent: number,
): number {
  const small = exponent < 0 && exponent >= SMALLEST_EXPONENT;
  if (small) {
    view.setInt32(at, ZEROS, true);
    view.setInt32(at + 4, ZEROS, true);
    view.setUint8(at + 1, POINT);
  }
  const start = small ? (at + 1 - exponent) | 0 : (at + 1) | 0;
  const first = (upper / 100_000_000) | 0;
  const eight = (upper - Math.imul(first, 100_000_000)) | 0;
  const a = (eight / 10_000) | 0;
  const c = (lower / 10_000) | 0;
  const wordA = fourDigits(a);
  const wordB = fourDigits((eight - Math.imul(a, 10_000)) | 0);
  const wordC = fourDigits(c);
  const wordD = fourDigits((lower - Math.imul(c, 10_000)) | 0);
  view.setUint8(start, ZERO + first);
  view.setInt32(start + 1, wordA | ZEROS, true);
  view.setInt32(start + 5, wordB | ZEROS, true);
  view.setInt32(start + 9, wordC | ZEROS, true);
  view.setInt32(start + 13, wordD | ZEROS, true);
  const end = (start + 17 - zerosBehind(wordA, wordB, wordC, wordD)) | 0;
  if (small) return end;
  if (exponent < 0) return writePower(view, at, end, exponent);
  writePoint(view, at, first | (wordA << 8), exponent);
  return end;
}

/** How many of the digits in four words are zeros behind all others. */
function zerosBehind(a: number, b: number, c: number, d: number): number {
  if (d !== 0) return Math.clz32(d) >>> 3;
  if (c !== 0) return 4 + (Math.clz32(c) >>> 3);
  if (b !== 0) return 8 + (Math.clz32(b) >>> 3);
  return 12 + (Math.clz32(a) >>> 3); // a word of zeros is four of them
}

/** Moves the digits before the point to `at`, one place to the front; `digits` are the first four of them. */
function writePoint(view: DataView, at: number, digits: number, exponent: number): void {
  if (exponent <= 2) {
    // reading back what was just written in other pieces would wait until it has reached the cache
    const front = -1 >>> (24 - 8 * exponent);
    view.setInt32(at, (digits & front) | ((digits << 8) & ~front) | ZEROS, true);
  } else for (let p = at; p <= at + exponent; p++) view.setUint8(p, view.getUint8(p + 1));
  view.setUint8(at + 1 + exponent, POINT);
}

/** Of digits that stand behind `at`: d.ddde-7, or de-7. */
function writePower(view: DataView, at: number, end: number, exponent: number): number {
  view.setUint8(at, view.getUint8(at + 1));
  view.setUint8(at + 1, POINT);
  const p = end === at + 2 ? at + 1 : end;
  view.setUint8(p, E);
  view.setUint8(p + 1, MINUS);
  return writeInteger(view, p + 2, -exponent);
}
