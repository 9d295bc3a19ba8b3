// atan(x) = x − x·z·(A0 + A1·z + … + A10·z¹⁰), z = x², for |x| ≤ 7/16, minimax in relative error: 2^-57.7.
const A0 = 0.3333333333333293;
const A1 = -0.1999999999987648;
const A2 = 0.1428571427250315;
const A3 = -0.11111110405448252;
const A4 = 0.09090887133098279;
const A5 = -0.07691876200145342;
const A6 = 0.06661073092358105;
const A7 = -0.05833569868908713;
const A8 = 0.04976877026857832;
const A9 = -0.036531552721494706;
const A10 = 0.016285802172985715;

// atan y = HIGH + LOW + atan t with t = (y·SCALE + SHIFT)/(y·SLOPE + OFFSET), that is (y − c)/(1 + c·y) for
// c = 0, ½, 1, 3/2, ∞. Tables and an index that is counted, not branched for: which case comes next is unpredictable.
const HIGH = Float64Array.of(0, 0.4636476090008061, 0.7853981633974483, 0.982793723247329, 1.5707963267948966);
const LOW = Float64Array.of(
  0,
  2.2698777452961687e-17,
  3.061616997868383e-17,
  1.3903311031230998e-17,
  6.123233995736766e-17,
);
const SCALE = Float64Array.of(1, 2, 1, 1, 0);
const SHIFT = Float64Array.of(0, -1, -1, -1.5, -1);
const SLOPE = Float64Array.of(0, 1, 1, 1.5, 1);
const OFFSET = Float64Array.of(1, 2, 1, 1, 0);

/**
 * Arctangent within 0.85 ulp, the same bits on every machine: only + − × ÷, no fused operation.
 *
 * The argument is reduced to |t| ≤ 7/16 about the nearest of five angles whose values are known to 107 bits.
 *
 * @returns NaN for NaN, ±π/2 for ±Infinity, ±0 for ±0.
 * @example
 * atan(1); // 0.7853981633974483
 */
export function atan(x: number): number {
  const y = Math.abs(x);
  // Below 2^-27 the cubic term is less than half an ulp; −0 and subnormals pass unchanged.
  if (!(y >= 7.450580596923828e-9 && y < 1e300)) return beyond(x, y);
  const i = Number(y >= 0.4375) + Number(y >= 0.6875) + Number(y >= 1.1875) + Number(y >= 2.4375);
  const t = (y * SCALE[i]! + SHIFT[i]!) / (y * SLOPE[i]! + OFFSET[i]!);
  const result = HIGH[i]! - (t * tail(t) - LOW[i]! - t);
  return x < 0 ? -result : result;
}

function beyond(x: number, y: number): number {
  if (y >= 1e300) return x < 0 ? -Math.PI / 2 : Math.PI / 2;
  return x;
}

/** 1 − atan(t)/t. */
function tail(t: number): number {
  const z = t * t;
  const w = z * z;
  const even = z * (A0 + w * (A2 + w * (A4 + w * (A6 + w * (A8 + w * A10)))));
  const odd = w * (A1 + w * (A3 + w * (A5 + w * (A7 + w * A9))));
  return even + odd;
}
