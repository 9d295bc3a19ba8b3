import { BIAS, POWERS_OF_TWO } from "./powers-of-two.js";

const LOG2_E = Math.LOG2E;
/** ln 2 = LN2_HIGH + LN2_LOW; LN2_HIGH ends in 21 zero bits, so that k·LN2_HIGH is exact for |k| < 2^20. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** 1.5 · 2^52: adding and subtracting it rounds to the nearest whole number, ties to even. */
const ROUNDER = 6755399441055744;
/** Above it the result is infinite, below SMALLEST less than half of the smallest subnormal. */
const LARGEST = 709.782712893384;
const SMALLEST = -745.1332191019412;

// exp(r) = 1 + r + r²·(½ + P1·r + … + P9·r⁹) for |r| ≤ ½ ln 2, minimax in relative error: 2^-57.2.
const P1 = 0.16666666666666433;
const P2 = 0.041666666666604006;
const P3 = 0.008333333333499797;
const P4 = 0.0013888888926774732;
const P5 = 0.00019841269466725126;
const P6 = 2.480150871143841e-5;
const P7 = 2.755764044237197e-6;
const P8 = 2.7625174715715064e-7;
const P9 = 2.497850155439406e-8;

/**
 * e^x within 0.9 ulp, the same bits on every machine: only + − × and bits, no fused operation.
 *
 * The order of evaluation is part of the contract; every kernel repeats it operation by operation:
 * k = round(x·log₂e); a = x − k·LN2_HIGH (exact); b = k·LN2_LOW; r = a − b; the polynomial p(r) in Estrin's order;
 * e^x = (1 + (a + (r²·p(r) − b)))·2^k, where 2^k is applied as two factors 2^(k>>1)·2^(k−(k>>1)), which changes
 * nothing unless the result is subnormal or 2^k itself overflows.
 *
 * @returns NaN for NaN, 0 below −745.14, Infinity above 709.78; subnormal results are rounded as such.
 * @example
 * exp(1); // 2.718281828459045
 */
export function exp(x: number): number {
  if (!(x >= SMALLEST && x <= LARGEST)) return beyond(x);
  const k = x * LOG2_E + ROUNDER - ROUNDER;
  const a = x - k * LN2_HIGH;
  const b = k * LN2_LOW;
  const r = a - b;
  const r2 = r * r;
  const r4 = r2 * r2;
  const p03 = 0.5 + P1 * r + (P2 + P3 * r) * r2;
  const p47 = P4 + P5 * r + (P6 + P7 * r) * r2;
  const p89 = P8 + P9 * r;
  const p = p03 + (p47 + p89 * r4) * r4;
  return scale(1 + (a + (r2 * p - b)), k | 0);
}

/** y·2^k for y near 1 and −1075 ≤ k ≤ 1024. */
function scale(y: number, k: number): number {
  if (k >= -1021 && k <= 1023) return y * POWERS_OF_TWO[k + BIAS]!;
  const half = k >> 1;
  return y * POWERS_OF_TWO[half + BIAS]! * POWERS_OF_TWO[k - half + BIAS]!;
}

function beyond(x: number): number {
  if (x > LARGEST) return Number.POSITIVE_INFINITY;
  return x < SMALLEST ? 0 : x;
}
