import { exponentOf } from "./exponent.js";
import { logReduced } from "./log-reduced.js";
import { BIAS, POWERS_OF_TWO } from "./powers-of-two.js";

const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;

/**
 * Natural logarithm within 0.75 ulp, the same bits on every machine: only + − × ÷ and bits, no fused operation.
 *
 * x = 2^k·(1 + f) with √½ ≤ 1 + f < √2, then {@link logReduced}.
 *
 * @returns NaN for NaN and x < 0, −Infinity for ±0, Infinity for Infinity; subnormal arguments are exact too.
 * @example
 * log(10); // 2.302585092994046
 */
export function log(x: number): number {
  if (!(x >= SMALLEST_NORMAL && x < Number.POSITIVE_INFINITY)) return beyond(x);
  const k = exponentOf(x);
  return logReduced(k, x * POWERS_OF_TWO[BIAS - k]! - 1, 0);
}

function beyond(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (!(x > 0)) return Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const scaled = x * TWO_54;
  const k = exponentOf(scaled);
  return logReduced(k - 54, scaled * POWERS_OF_TWO[BIAS - k]! - 1, 0);
}
