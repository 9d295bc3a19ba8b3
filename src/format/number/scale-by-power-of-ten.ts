import { productError } from "./exact-product.js";

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
/** Bound on the relative error of the sums of two doubles below, which is a few units of 2^−104. */
const RELATIVE_ERROR = 2 ** -99;

/**
 * (head · 10^(digits − 9) + tail) · 10^exponent, correctly rounded, for whole numbers head < 10^15 and
 * tail < 10^(digits − 9) ≤ 10^8; NaN when it cannot be decided here, in one case out of billions or outside the powers
 * of ten at hand.
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

  // what the sum lacks is below 2^31: arithmetic modulo 2^32 gives it exactly
  const remainder = ((Math.imul(head, shift) + tail) | 0) - (sum | 0);
  const factor = exponent < 0 ? INVERSES[-exponent]! : POWERS[exponent]!;
  const factorRemainder = exponent < 0 ? INVERSE_REMAINDERS[-exponent]! : 0;
  const product = sum * factor;
  const error = productError(sum, factor, product) + (sum * factorRemainder + (remainder | 0) * factor);
  const nearest = product + error;
  const rest = error - (nearest - product);
  const doubt = nearest * RELATIVE_ERROR;
  return nearest + (rest + doubt) === nearest && nearest + (rest - doubt) === nearest ? nearest : Number.NaN;
}
