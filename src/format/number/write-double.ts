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
/** Half the distance from a double to the next one, by its biased exponent. */
const HALF_STEPS = Float64Array.from({ length: 2047 }, (_, biased) => 2 ** (biased - 1023 - 53));
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
  double[0] = value;
  view.setUint8(at, MINUS);
  const start = (at + (words[UPPER_WORD]! >>> 31)) | 0; // without a branch: signs are random
  const magnitude = Math.abs(value);
  if (magnitude < LARGEST) {
    if (magnitude === Math.floor(magnitude)) return writeInteger(view, start, magnitude);
    const end = magnitude >= SMALLEST ? putFraction(view, start) : 0;
    if (end > 0) return end;
  }
  return putText(view, start, String(magnitude));
}

/**
 * With p chosen so that w = value · 10^p has 17 digits before its point, and 10^p as a sum of two doubles, Dekker's
 * product gives w with many digits to spare. Every decimal between the middles to the neighbouring doubles, w ± δ, reads
 * back as `value`; a multiple of 100 there has 15 digits, a multiple of 10 has 16, and the nearest whole number is
 * always one.
 *
 * Takes the value from `double`, its sign aside: as an argument it would have to be allocated.
 *
 * @returns where it ends; 0 = not decided.
 */
function putFraction(view: DataView, at: number): number {
  const value = Math.abs(double[0]!);
  const upperWord = words[UPPER_WORD]! & 0x7fffffff;
  if ((upperWord & 0xfffff) === 0 && words[1 - UPPER_WORD] === 0) return 0; // neighbours of 2^n are not equally far
  const biased = upperWord >>> 20;
  // 10^exponent ≤ value < 10^(exponent + 1), or next to it, which shows below
  let exponent = Math.floor((biased - 1023) * LOG10_OF_2);
  if (exponent < 0 ? value * powerOfTen(-exponent - 1) >= 1 : value >= powerOfTen(exponent + 1)) exponent++;
  const power = powerOfTen(16 - exponent);
  const delta = HALF_STEPS[biased]! * power;

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
