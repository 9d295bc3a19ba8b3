import { productError } from "./exact-product.js";
import { POWERS as ALL_POWERS, powerIndex, REMAINDERS, SPAN } from "./powers-of-ten.js";
import { roundedProduct } from "./rounded-product.js";

/** Powers of ten up to here are doubles exactly. */
const LARGEST_EXACT_POWER = 22;
const POWERS = Float64Array.from({ length: LARGEST_EXACT_POWER + 1 }, (_, e) => Number(`1e${e}`));
/** 10^−e as the sum of two doubles: the nearest one and, to a double's precision, what it lacks. */
const INVERSES = POWERS.map((power) => 1 / power);
const INVERSE_REMAINDERS = POWERS.map((power, e) => {
  const inverse = INVERSES[e]!;
  const product = inverse * power;
  return (1 - product - productError(inverse, power, product)) / power;
});

/**
 * (head · 10^(digits − 9) + tail) · 10^exponent, correctly rounded, for whole numbers head < 10^15 and
 * tail < 10^(digits − 9) ≤ 10^9; NaN when it cannot be decided here, in one case out of billions or where neither
 * 10^exponent nor 10^−exponent is a double.
 *
 * Where the whole number is a double, one rounding of exact operands suffices (Clinger, "How to read floating point
 * numbers accurately", 1990). Beyond, the value is computed as a sum of two doubles, whose error bound tells whether
 * the nearest double is certain.
 */
export function scaleByPowerOfTen(head: number, tail: number, digits: number, exponent: number): number {
  if (head === 0 && tail === 0) return 0;
  if (exponent > LARGEST_EXACT_POWER || exponent < -LARGEST_EXACT_POWER) return Number.NaN;
  const shift = digits > 9 ? POWERS[digits - 9]! : 1;
  const sum = head * shift + tail;
  if (sum <= Number.MAX_SAFE_INTEGER) return exponent < 0 ? sum / POWERS[-exponent]! : sum * POWERS[exponent]!;
  const factor = exponent < 0 ? INVERSES[-exponent]! : POWERS[exponent]!;
  const factorRemainder = exponent < 0 ? INVERSE_REMAINDERS[-exponent]! : 0;
  return roundedProduct(sum, remainder(head, tail, shift, sum), factor, factorRemainder);
}

/** The same, as far as powers of ten reach. */
export function scaleByAnyPowerOfTen(head: number, tail: number, digits: number, exponent: number): number {
  if (head === 0 && tail === 0) return 0;
  if (exponent > SPAN || exponent < -SPAN) return Number.NaN;
  const shift = digits > 9 ? POWERS[digits - 9]! : 1;
  const sum = head * shift + tail;
  const power = powerIndex(exponent);
  return roundedProduct(sum, remainder(head, tail, shift, sum), ALL_POWERS[power]!, REMAINDERS[power]!);
}

/** What the sum lacks is below 2^31: arithmetic modulo 2^32 gives it exactly. */
function remainder(head: number, tail: number, shift: number, sum: number): number {
  return (((Math.imul(head, shift) + tail) | 0) - (sum | 0)) | 0;
}
