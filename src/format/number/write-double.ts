import { productError } from "./exact-product.js";
import { POWERS, powerIndex, REMAINDERS } from "./powers-of-ten.js";
import { writeInteger } from "./write-digits.js";
import { writeSeventeenDigits } from "./write-seventeen-digits.js";

const MINUS = 0x2d;
/** No double takes more bytes, nor more room while it is written. */
export const DOUBLE_BYTES = 32;
/** From here to there a double is written here, and the powers of ten needed are at hand. */
const SMALLEST = 1e-260;
const LARGEST = 1e15;
/** Powers of ten that are doubles exactly: numbers from 1e−6 on need no others. */
const LARGEST_EXACT_POWER = 22;
const EXACT_POWERS = Float64Array.from({ length: LARGEST_EXACT_POWER + 1 }, (_, e) => Number(`1e${e}`));
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
  return putDouble(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), at, value);
}

/** {@link writeDouble} for those who write often: into bytes of which a view is at hand. */
export function putDouble(view: DataView, at: number, value: number): number {
  const magnitude = Math.abs(value);
  if (value < 0 || (value === 0 && 1 / value < 0)) {
    view.setUint8(at, MINUS);
    at++;
  }
  if (magnitude < LARGEST && magnitude === Math.floor(magnitude)) return writeInteger(view, at, magnitude);
  if (magnitude >= SMALLEST && magnitude < LARGEST) {
    const end = putFraction(view, at, magnitude);
    if (end > 0) return end;
  }
  return putText(view, at, String(magnitude));
}

/**
 * With p chosen so that w = value · 10^p has 17 digits before its point, and 10^p as a sum of two doubles, Dekker's
 * product gives w with many digits to spare. Every decimal between the middles to the neighbouring doubles, w ± δ, reads
 * back as `value`; a multiple of 100 there has 15 digits, a multiple of 10 has 16, and the nearest whole number is
 * always one.
 *
 * @returns where it ends; 0 = not decided.
 */
function putFraction(view: DataView, at: number, value: number): number {
  double[0] = value;
  const upperWord = words[UPPER_WORD]!;
  if ((upperWord & 0xfffff) === 0 && words[1 - UPPER_WORD] === 0) return 0; // neighbours of 2^n are not equally far
  // 10^exponent ≤ value < 10^(exponent + 1), or next to it, which shows below
  let exponent = Math.floor(((upperWord >>> 20) - 1023) * LOG10_OF_2);
  if (exponent < 0 ? value * powerOfTen(-exponent - 1) >= 1 : value >= powerOfTen(exponent + 1)) exponent++;
  const power = powerOfTen(16 - exponent);
  words[UPPER_WORD] = (upperWord - (53 << 20)) & 0xfff00000;
  words[1 - UPPER_WORD] = 0;
  const delta = double[0]! * power;

  const scaled = value * power;
  let upper = Math.floor(scaled * 1e-8);
  const rest = scaled - upper * 1e8 + (productError(value, power, scaled) + value * lackOf(16 - exponent));
  let lower = shortest(rest, delta);
  if (lower < 0) {
    upper--;
    lower += 1e8;
  } else if (lower >= 1e8) {
    upper++;
    lower -= 1e8;
  }
  if (!(lower >= 0 && upper >= 1e8 && upper < 1e9)) return 0;
  return writeSeventeenDigits(view, at, upper | 0, lower | 0, exponent);
}

function powerOfTen(exponent: number): number {
  return exponent <= LARGEST_EXACT_POWER ? EXACT_POWERS[exponent]! : POWERS[powerIndex(exponent)]!;
}

function lackOf(exponent: number): number {
  return exponent <= LARGEST_EXACT_POWER ? 0 : REMAINDERS[powerIndex(exponent)]!;
}

/** The whole number with most zeros at its end within `delta` of `rest`; NaN when it is a close call. */
function shortest(rest: number, delta: number): number {
  const hundreds = Math.imul((rest * 0.01 + 0.5) | 0, 100);
  const fromHundreds = Math.abs(rest - hundreds);
  if (fromHundreds < delta - DOUBT) return hundreds;
  const tens = Math.imul((rest * 0.1 + 0.5) | 0, 10);
  const fromTens = Math.abs(rest - tens);
  if (fromHundreds < delta + DOUBT || Math.abs(fromTens - delta) < DOUBT || fromTens > 5 - DOUBT) return Number.NaN;
  if (fromTens < delta) return tens;
  const ones = (rest + 0.5) | 0;
  return Math.abs(rest - ones) > 0.5 - DOUBT ? Number.NaN : ones;
}

function putText(view: DataView, at: number, text: string): number {
  for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
  return at + text.length;
}
