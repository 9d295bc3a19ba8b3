import type { ByteCursor } from "./byte-cursor.js";
import { scaleByAnyPowerOfTen, scaleByPowerOfTen } from "./scale-by-power-of-ten.js";

const ZERO = 0x30;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
/** "e" and, with this bit, "E". */
const LOWER_CASE = 0x20;
const E = 0x65;
/** A number below it has room for four more digits within the 15 that every double can hold. */
const ROOM_FOR_FOUR = 1e11;
/** More digits than these behind the first 12 to 15 are left to the engine. */
const LONGEST_TAIL = 8;
const LARGEST_EXACT_POWER = 22;
const POWERS = Float64Array.from({ length: LARGEST_EXACT_POWER + 1 }, (_, e) => Number(`1e${e}`));

const parsed = new Float64Array(1);

/**
 * Reads a number as JSON writes it, straight from bytes, correctly rounded: the same double as `Number(text)`.
 *
 * Moves the cursor behind the number. NaN = there is none at the cursor, which then stays.
 */
export function parseDecimal(cursor: ByteCursor): number {
  const end = readDecimal(cursor, cursor.position, parsed, 0);
  if (end < 0) return Number.NaN;
  cursor.position = end;
  return parsed[0]!;
}

/**
 * Reads the number at `start` of a cursor's bytes, as {@link parseDecimal} does, into `into[at]`.
 *
 * @returns where it ends; −1 = there is none.
 */
export function readDecimal(cursor: ByteCursor, start: number, into: Float64Array, at: number): number {
  const { bytes, view } = cursor;
  // 1 or 0 without a branch: signs are random
  const negative = ((bytes[start]! ^ MINUS) - 1) >>> 31;
  const whole = (start + negative) | 0;
  let p = whole;
  let head = 0; // the first 12 to 15 significant digits
  let tail = 0; // those behind them
  let tailDigits = 0;
  let point = 0; // where the fraction begins

  for (;;) {
    const word = view.getInt32(p, true);
    const count = leadingDigits(word);
    if (count > 0) {
      const digits = fourDigits(word << (32 - 8 * count));
      p = (p + count) | 0;
      if (head < ROOM_FOR_FOUR) head = head * POWERS[count]! + digits;
      else {
        tailDigits = (tailDigits + count) | 0;
        tail = tailDigits > LONGEST_TAIL ? 0 : tail * POWERS[count]! + digits;
      }
      if (count === 4) continue;
    }
    if (point > 0 || bytes[p] !== POINT) break;
    if (!isWhole(bytes, whole, p)) return -1;
    p = (p + 1) | 0;
    point = p;
  }
  if (point > 0 ? p === point : !isWhole(bytes, whole, p)) return -1;
  let exponent = point > 0 ? (point - p) | 0 : 0;
  if ((bytes[p]! | LOWER_CASE) === E) {
    const sign = bytes[p + 1]!;
    const power = sign === MINUS || sign === PLUS ? p + 2 : p + 1;
    let written = 0;
    for (p = power; ; p++) {
      const digit = bytes[p]! - ZERO;
      if (digit < 0 || digit > 9) break;
      if (written < 100_000) written = written * 10 + digit;
    }
    if (p === power) return -1;
    exponent += sign === MINUS ? -written : written;
  }

  let value = Number.NaN;
  if (exponent < -LARGEST_EXACT_POWER || exponent > LARGEST_EXACT_POWER) {
    if (tailDigits <= LONGEST_TAIL) value = scaleByAnyPowerOfTen(head, tail, 9 + tailDigits, exponent);
  } else if (tailDigits === 0) value = exponent < 0 ? head / POWERS[-exponent]! : head * POWERS[exponent]!;
  else if (tailDigits <= LONGEST_TAIL) value = scaleByPowerOfTen(head, tail, 9 + tailDigits, exponent);
  if (Number.isNaN(value)) value = Number(bytes.toString("latin1", whole, p));
  into[at] = (1 - 2 * negative) * value;
  return p;
}

function isWhole(bytes: Uint8Array, start: number, end: number): boolean {
  return end > start && (end === start + 1 || bytes[start] !== ZERO);
}

const UPPER_HALVES = 0xf0f0f0f0 | 0;
const ZEROS = 0x30303030;
/** Added to a byte, takes what lies beyond "9" out of the range of digits. */
const BEYOND_NINE = 0x06060606;

/** How many bytes of a word, which was read as little-endian, are digits before one is none: 0 to 4. */
function leadingDigits(word: number): number {
  const others = ((word ^ ZEROS) | ((word + BEYOND_NINE) ^ ZEROS)) & UPPER_HALVES;
  return others === 0 ? 4 : (31 - Math.clz32(others & -others)) >> 3;
}

/** The number that four digits make, of a word that was read as little-endian; zero bytes count as zeros. */
function fourDigits(word: number): number {
  const digits = word & 0x0f0f0f0f;
  const pairs = (Math.imul(digits, 10) + (digits >>> 8)) & 0x00ff00ff;
  return (Math.imul(pairs & 0xff, 100) + (pairs >>> 16)) | 0;
}
