// The functions of ../functions on two numbers at once, operation by operation in the same order: the same bits.

const LOG2_E: f64 = 1.4426950408889634;
const LN2_HIGH: f64 = 0.6931471803691238;
const LN2_LOW: f64 = 1.9082149292705877e-10;
const ROUNDER: f64 = 6755399441055744;

/** e^x for −700 < x ≤ 0; anything else gives nonsense, which callers mask. */
// @ts-ignore: decorator
@inline
export function expOfNegative(x: v128): v128 {
  const t = f64x2.add(f64x2.mul(x, f64x2.splat(LOG2_E)), f64x2.splat(ROUNDER));
  const k = f64x2.sub(t, f64x2.splat(ROUNDER));
  const a = f64x2.sub(x, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
  const b = f64x2.mul(k, f64x2.splat(LN2_LOW));
  const r = f64x2.sub(a, b);
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const p01 = f64x2.add(f64x2.splat(0.5), f64x2.mul(f64x2.splat(0.16666666666666433), r));
  const p23 = f64x2.add(f64x2.splat(0.041666666666604006), f64x2.mul(f64x2.splat(0.008333333333499797), r));
  const p45 = f64x2.add(f64x2.splat(0.0013888888926774732), f64x2.mul(f64x2.splat(0.00019841269466725126), r));
  const p67 = f64x2.add(f64x2.splat(2.480150871143841e-5), f64x2.mul(f64x2.splat(2.755764044237197e-6), r));
  const p89 = f64x2.add(f64x2.splat(2.7625174715715064e-7), f64x2.mul(f64x2.splat(2.497850155439406e-8), r));
  const p03 = f64x2.add(p01, f64x2.mul(p23, r2));
  const p47 = f64x2.add(p45, f64x2.mul(p67, r2));
  const p = f64x2.add(p03, f64x2.mul(f64x2.add(p47, f64x2.mul(p89, r4)), r4));
  const y = f64x2.add(f64x2.splat(1), f64x2.add(a, f64x2.sub(f64x2.mul(r2, p), b)));
  // The last bits of t are k: shifted, they add it to the exponent.
  return i64x2.add(y, i64x2.shl(t, 52));
}

/** log x of positive, finite, normal numbers. */
// @ts-ignore: decorator
@inline
export function logOfNormal(x: v128): v128 {
  return logReduced(x, f64x2.splat(4503599627370496 + 1023));
}

/** log x of finite numbers ≥ 0; −Infinity for 0. */
// @ts-ignore: decorator
@inline
export function logOfPositive(x: v128): v128 {
  const isSmall = f64x2.lt(x, f64x2.splat(2.2250738585072014e-308));
  const scaled = v128.bitselect(f64x2.mul(x, f64x2.splat(18014398509481984)), x, isSmall);
  const bias = f64x2.splat(4503599627370496 + 1023);
  const result = logReduced(scaled, f64x2.add(bias, v128.and(f64x2.splat(54), isSmall)));
  return v128.bitselect(f64x2.splat(-Infinity), result, f64x2.eq(x, f64x2.splat(0)));
}

/** log of a normal x, less what `bias` has beyond 2^52 + 1023 times ln 2. */
// @ts-ignore: decorator
@inline
function logReduced(x: v128, bias: v128): v128 {
  const exponent = i64x2.shr_u(i64x2.add(x, i64x2.splat(0x95f6400000000)), 52);
  const k = f64x2.sub(v128.or(exponent, i64x2.splat(0x4330000000000000)), bias);
  const f = f64x2.sub(f64x2.mul(x, i64x2.shl(i64x2.sub(i64x2.splat(2046), exponent), 52)), f64x2.splat(1));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const o3 = f64x2.add(f64x2.splat(0.22222198605016621), f64x2.mul(w, f64x2.splat(0.1531408477045309)));
  const o1 = f64x2.add(f64x2.splat(0.3999999999941664), f64x2.mul(w, o3));
  const e4 = f64x2.add(f64x2.splat(0.1818356285376405), f64x2.mul(w, f64x2.splat(0.14795634086031986)));
  const e2 = f64x2.add(f64x2.splat(0.28571428742028426), f64x2.mul(w, e4));
  const e0 = f64x2.add(f64x2.splat(0.6666666666666734), f64x2.mul(w, e2));
  const series = f64x2.add(f64x2.mul(w, o1), f64x2.mul(z, e0));
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  const difference = f64x2.sub(f, half);
  const tail = f64x2.add(f64x2.mul(s, f64x2.add(half, series)), f64x2.mul(k, f64x2.splat(LN2_LOW)));
  const low = f64x2.add(f64x2.sub(f64x2.sub(f, difference), half), tail);
  const whole = f64x2.mul(k, f64x2.splat(LN2_HIGH));
  const high = f64x2.add(whole, difference);
  return f64x2.add(high, f64x2.add(f64x2.add(f64x2.sub(whole, high), difference), low));
}
