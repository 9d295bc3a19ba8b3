import { exponentOf } from "./exponent.js";
import { logReduced } from "./log-reduced.js";
import { BIAS, POWERS_OF_TWO } from "./powers-of-two.js";

const SQRT2_MINUS_1 = 0.41421356237309503;
const SQRT_HALF_MINUS_1 = -0.2928932188134524;

/**
 * log(1 + x), accurate for small x too, within 1 ulp; the same bits on every machine.
 *
 * 1 + x = u + c with u rounded; log(u) + c/u by {@link logReduced}. Near 0, f = x itself.
 *
 * @returns NaN for NaN and x < −1, −Infinity for −1, Infinity for Infinity, x itself where |x| < 2^-54.
 * @example
 * log1p(1e-10); // 9.9999999995e-11
 */
export function log1p(x: number): number {
  if (x > SQRT_HALF_MINUS_1 && x < SQRT2_MINUS_1) {
    // Also keeps −0 and subnormals, whose squares would vanish.
    return Math.abs(x) < 5.551115123125783e-17 ? x : logReduced(0, x, 0);
  }
  if (!(x > -1 && x < Number.POSITIVE_INFINITY)) {
    if (x === -1) return Number.NEGATIVE_INFINITY;
    return x === Number.POSITIVE_INFINITY ? x : Number.NaN;
  }
  const u = 1 + x;
  const c = (x >= 1 ? 1 - (u - x) : x - (u - 1)) / u;
  const k = exponentOf(u);
  return logReduced(k, u * POWERS_OF_TWO[BIAS - k]! - 1, c);
}
