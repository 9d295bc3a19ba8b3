import { textOf } from "../text-of.js";
import type { ByteCursor } from "./byte-cursor.js";
import { scaleByPowerOfTen } from "./scale-by-power-of-ten.js";

const ZERO = 0x30;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
/** "e" and, with this bit, "E". */
const LOWER_CASE = 0x20;
const E = 0x65;
/** More digits than these, or a larger power of ten, are left to the engine. */
const MOST_DIGITS = 18;

/**
 * Reads a number as JSON writes it, straight from bytes, correctly rounded: the same double as `Number(text)`.
 *
 * Moves the cursor behind the number. NaN = there is none at the cursor, which then stays.
 */
export function parseDecimal(cursor: ByteCursor): number {
  const { bytes, end, position: start } = cursor;
  let p = start;
  const negative = p < end && bytes[p] === MINUS;
  if (negative) p++;
  let head = 0; // the first 9 significant digits
  let tail = 0; // the next 9
  let digits = 0;
  let point = -1;

  const whole = p;
  for (; p < end; p++) {
    const digit = bytes[p]! - ZERO;
    if (digit < 0 || digit > 9) {
      if (digit !== POINT - ZERO || point >= 0) break;
      if (p === whole) return Number.NaN;
      point = p;
    } else if (digits < 9) {
      head = (head * 10 + digit) | 0;
      if (head !== 0) digits++;
    } else {
      if (digits < MOST_DIGITS) tail = (tail * 10 + digit) | 0;
      digits++;
    }
  }
  if (p === whole || point === p - 1) return Number.NaN;
  if (bytes[whole] === ZERO && (point < 0 ? p : point) - whole > 1) return Number.NaN;
  let exponent = point < 0 ? 0 : point + 1 - p;

  if (p < end && (bytes[p]! | LOWER_CASE) === E) {
    p++;
    const sign = p < end ? bytes[p]! : 0;
    if (sign === MINUS || sign === PLUS) p++;
    const power = p;
    let written = 0;
    for (; p < end; p++) {
      const digit = bytes[p]! - ZERO;
      if (digit < 0 || digit > 9) break;
      if (written < 100_000) written = written * 10 + digit;
    }
    if (p === power) return Number.NaN;
    exponent += sign === MINUS ? -written : written;
  }

  cursor.position = p;
  const magnitude = digits > MOST_DIGITS ? Number.NaN : scaleByPowerOfTen(head, tail, digits, exponent);
  if (Number.isNaN(magnitude)) return Number(textOf(bytes, start, p));
  return negative ? -magnitude : magnitude;
}
