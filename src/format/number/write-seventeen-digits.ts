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
  if (exponent >= 0) {
    const end = writeDigits(view, at + 1, upper, lower);
    view.setUint8(at, view.getUint8(at + 1));
    for (let p = at + 1; p <= at + exponent; p++) view.setUint8(p, view.getUint8(p + 1));
    view.setUint8(at + 1 + exponent, POINT);
    return end;
  }
  if (exponent >= SMALLEST_EXPONENT) {
    view.setInt32(at, ZEROS, true);
    view.setInt32(at + 4, ZEROS, true);
    view.setUint8(at + 1, POINT);
    return writeDigits(view, at + 1 - exponent, upper, lower);
  }
  const end = writeDigits(view, at + 1, upper, lower);
  view.setUint8(at, view.getUint8(at + 1));
  view.setUint8(at + 1, POINT);
  const p = end === at + 2 ? at + 1 : end;
  view.setUint8(p, E);
  view.setUint8(p + 1, MINUS);
  return writeInteger(view, p + 2, -exponent);
}

/** Without the zeros at the end. */
function writeDigits(view: DataView, at: number, upper: number, lower: number): number {
  const first = (upper / 100_000_000) | 0;
  const eight = (upper - Math.imul(first, 100_000_000)) | 0;
  const a = (eight / 10_000) | 0;
  const c = (lower / 10_000) | 0;
  const wordA = fourDigits(a);
  const wordB = fourDigits((eight - Math.imul(a, 10_000)) | 0);
  const wordC = fourDigits(c);
  const wordD = fourDigits((lower - Math.imul(c, 10_000)) | 0);
  view.setUint8(at, ZERO + first);
  view.setInt32(at + 1, wordA | ZEROS, true);
  view.setInt32(at + 5, wordB | ZEROS, true);
  view.setInt32(at + 9, wordC | ZEROS, true);
  view.setInt32(at + 13, wordD | ZEROS, true);
  if (wordD !== 0) return at + 17 - (Math.clz32(wordD) >>> 3);
  if (wordC !== 0) return at + 13 - (Math.clz32(wordC) >>> 3);
  if (wordB !== 0) return at + 9 - (Math.clz32(wordB) >>> 3);
  return at + 5 - (Math.clz32(wordA) >>> 3); // a word of zeros is four of them
}
