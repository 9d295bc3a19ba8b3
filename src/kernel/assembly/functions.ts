// The functions of ../functions on two numbers at once, operation by operation in the same order: the same bits.

import {
  both,
  HALF,
  LN2_HIGH,
  LN2_LOW,
  LOG2_E,
  MAGIC,
  MAGIC_BIAS,
  ONE,
  P,
  Q,
  ROOT_OF_TWO,
  ROUNDER,
  TWICE_BIAS,
  TWO,
} from "./constants";

/** e^x for −700 < x ≤ 0; anything else gives nonsense, which callers mask. */
// @ts-ignore: decorator
@inline
export function expOfNegative(x: v128): v128 {
  const t = f64x2.add(f64x2.mul(x, both(LOG2_E)), both(ROUNDER));
  const k = f64x2.sub(t, both(ROUNDER));
  const a = f64x2.sub(x, f64x2.mul(k, both(LN2_HIGH)));
  const b = f64x2.mul(k, both(LN2_LOW));
  const r = f64x2.sub(a, b);
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const p01 = f64x2.add(both(HALF), f64x2.mul(both(P), r));
  const p23 = f64x2.add(both(P + 8), f64x2.mul(both(P + 16), r));
  const p45 = f64x2.add(both(P + 24), f64x2.mul(both(P + 32), r));
  const p67 = f64x2.add(both(P + 40), f64x2.mul(both(P + 48), r));
  const p89 = f64x2.add(both(P + 56), f64x2.mul(both(P + 64), r));
  const p03 = f64x2.add(p01, f64x2.mul(p23, r2));
  const p47 = f64x2.add(p45, f64x2.mul(p67, r2));
  const p = f64x2.add(p03, f64x2.mul(f64x2.add(p47, f64x2.mul(p89, r4)), r4));
  const y = f64x2.add(both(ONE), f64x2.add(a, f64x2.sub(f64x2.mul(r2, p), b)));
  // The last bits of t are k: shifted, they add it to the exponent.
  return i64x2.add(y, i64x2.shl(t, 52));
}

/** log x of positive, finite, normal numbers. */
// @ts-ignore: decorator
@inline
export function logOfNormal(x: v128): v128 {
  return logReduced(x, both(MAGIC_BIAS));
}

/** log x of finite numbers ≥ 0; −Infinity for 0. */
// @ts-ignore: decorator
@inline
export function logOfPositive(x: v128): v128 {
  const isSmall = f64x2.lt(x, f64x2.splat(2.2250738585072014e-308));
  const scaled = v128.bitselect(f64x2.mul(x, f64x2.splat(18014398509481984)), x, isSmall);
  const result = logReduced(scaled, f64x2.add(both(MAGIC_BIAS), v128.and(f64x2.splat(54), isSmall)));
  return v128.bitselect(f64x2.splat(-Infinity), result, f64x2.eq(x, f64x2.splat(0)));
}

/** log of a normal x, less ln 2 times what `bias` has beyond 2^52 + 1023. */
// @ts-ignore: decorator
@inline
function logReduced(x: v128, bias: v128): v128 {
  const exponent = i64x2.shr_u(i64x2.add(x, both(ROOT_OF_TWO)), 52);
  const k = f64x2.sub(v128.or(exponent, both(MAGIC)), bias);
  const f = f64x2.sub(f64x2.mul(x, i64x2.shl(i64x2.sub(both(TWICE_BIAS), exponent), 52)), both(ONE));
  const s = f64x2.div(f, f64x2.add(both(TWO), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const o3 = f64x2.add(both(Q + 24), f64x2.mul(w, both(Q + 40)));
  const o1 = f64x2.add(both(Q + 8), f64x2.mul(w, o3));
  const e4 = f64x2.add(both(Q + 32), f64x2.mul(w, both(Q + 48)));
  const e2 = f64x2.add(both(Q + 16), f64x2.mul(w, e4));
  const e0 = f64x2.add(both(Q), f64x2.mul(w, e2));
  const series = f64x2.add(f64x2.mul(w, o1), f64x2.mul(z, e0));
  const half = f64x2.mul(f64x2.mul(both(HALF), f), f);
  const difference = f64x2.sub(f, half);
  const tail = f64x2.add(f64x2.mul(s, f64x2.add(half, series)), f64x2.mul(k, both(LN2_LOW)));
  const low = f64x2.add(f64x2.sub(f64x2.sub(f, difference), half), tail);
  const whole = f64x2.mul(k, both(LN2_HIGH));
  const high = f64x2.add(whole, difference);
  return f64x2.add(high, f64x2.add(f64x2.add(f64x2.sub(whole, high), difference), low));
}
