import { productError } from "./exact-product.js";
import { writeEightDigits, writeInteger } from "./write-digits.js";

const ZERO = 0x30;
const MINUS = 0x2d;
const POINT = 0x2e;
/** No double takes more bytes, nor more room while it is written. */
export const DOUBLE_BYTES = 32;
/** From here to there a double is written without an exponent, and the powers of ten needed are exact. */
const SMALLEST = 1e-6;
const LARGEST = 1e15;
const POWERS = Float64Array.from({ length: 23 }, (_, e) => Number(`1e${e}`));
const LOG10_OF_2 = 0.30102999566398;
/** Comparisons closer than this are left to the engine; they carry errors of 1e−8. */
const DOUBT = 1e-6;

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
const UPPER_WORD = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * Writes a finite number as `String(value)` would, the shortest decimal that reads back as the same double, straight
 * into bytes with {@link DOUBLE_BYTES} to spare; returns where it ends. −0 is written `-0`, so that it too reads back.
 */
export function writeDouble(bytes: Uint8Array, at: number, value: number): number {
  const magnitude = Math.abs(value);
  if (value < 0 || (value === 0 && 1 / value < 0)) bytes[at++] = MINUS;
  if (magnitude < LARGEST && magnitude === Math.floor(magnitude)) return writeInteger(bytes, at, magnitude);
  if (magnitude >= SMALLEST && magnitude < LARGEST) {
    const end = writeFraction(bytes, at, magnitude);
    if (end > 0) return end;
  }
  return writeText(bytes, at, String(magnitude));
}

/**
 * With p chosen so that w = value · 10^p has 17 digits before its point, p ≤ 22 and so 10^p is a double: Dekker's
 * product gives w exactly. Every decimal between the middles to the neighbouring doubles, w ± δ, reads back as
 * `value`; a multiple of 100 there has 15 digits, a multiple of 10 has 16, and the nearest whole number is always one.
 *
 * @returns where it ends; 0 = not decided.
 */
function writeFraction(bytes: Uint8Array, at: number, value: number): number {
  double[0] = value;
  const upperWord = words[UPPER_WORD]!;
  if ((upperWord & 0xfffff) === 0 && words[1 - UPPER_WORD] === 0) return 0; // neighbours of 2^n are not equally far
  let exponent = Math.floor(((upperWord >>> 20) - 1023) * LOG10_OF_2);
  if (exponent < 0 ? value * POWERS[-exponent - 1]! >= 1 : value >= POWERS[exponent + 1]!) exponent++;
  const power = POWERS[16 - exponent]!;
  words[UPPER_WORD] = (upperWord - (53 << 20)) & 0xfff00000;
  words[1 - UPPER_WORD] = 0;
  const delta = double[0]! * power;

  const scaled = value * power;
  let upper = Math.floor(scaled / 1e8);
  const rest = scaled - upper * 1e8 + productError(value, power, scaled);
  let lower = shortest(rest, delta);
  if (lower < 0) {
    upper--;
    lower += 1e8;
  } else if (lower >= 1e8) {
    upper++;
    lower -= 1e8;
  }
  if (!(lower >= 0 && upper >= 1e8 && upper < 1e9)) return 0;
  return exponent < 0
    ? writeSmall(bytes, at, upper, lower, -exponent)
    : writeLarge(bytes, at, upper, lower, exponent + 1);
}

/** The whole number with most zeros at its end within `delta` of `rest`; NaN when it is a close call. */
function shortest(rest: number, delta: number): number {
  const hundreds = Math.floor(rest * 0.01 + 0.5) * 100;
  const fromHundreds = Math.abs(rest - hundreds);
  if (fromHundreds < delta - DOUBT) return hundreds;
  const tens = Math.floor(rest * 0.1 + 0.5) * 10;
  const fromTens = Math.abs(rest - tens);
  if (fromHundreds < delta + DOUBT || Math.abs(fromTens - delta) < DOUBT || fromTens > 5 - DOUBT) return Number.NaN;
  if (fromTens < delta) return tens;
  const ones = Math.floor(rest + 0.5);
  return Math.abs(rest - ones) > 0.5 - DOUBT ? Number.NaN : ones;
}

/** 0.00ddd: the first digit stands `places` behind the point. */
function writeSmall(bytes: Uint8Array, at: number, upper: number, lower: number, places: number): number {
  bytes[at] = ZERO;
  bytes[at + 1] = POINT;
  const start = at + 1 + places;
  for (let p = at + 2; p < start; p++) bytes[p] = ZERO;
  return writeSeventeenDigits(bytes, start, upper, lower);
}

/** ddd.ddd: `whole` digits stand before the point. */
function writeLarge(bytes: Uint8Array, at: number, upper: number, lower: number, whole: number): number {
  const end = writeSeventeenDigits(bytes, at + 1, upper, lower);
  for (let p = at; p < at + whole; p++) bytes[p] = bytes[p + 1]!;
  bytes[at + whole] = POINT;
  return end;
}

/** Without the zeros at the end. */
function writeSeventeenDigits(bytes: Uint8Array, at: number, upper: number, lower: number): number {
  const first = (upper / 1e8) | 0;
  bytes[at] = ZERO + first;
  writeEightDigits(bytes, at + 1, upper - first * 1e8);
  writeEightDigits(bytes, at + 9, lower);
  let end = at + 17;
  while (bytes[end - 1] === ZERO) end--;
  return end;
}

function writeText(bytes: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
}
