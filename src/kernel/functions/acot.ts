// atan(t) = t − t·z·(A0 + A1·z + … + A10·z¹⁰), z = t², for |t| ≤ 7/16, minimax in relative error: 2^-57.7.
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

/** Up to here acot x = π/2 + atan(−x), and from FAR on atan(1/x); between them π/4 + atan((1 − x)/(1 + x)). */
const NEAR = 0.41;
const FAR = 16 / 7;
const HALF_PI_LOW = 6.123233995736766e-17;

/**
 * Arc cotangent of x ≥ 0, the angle in [0, π/2] whose cotangent is x: within 0.85 ulp, the same bits on every machine:
 * only + − × ÷, no fused operation.
 *
 * The argument is reduced to |t| ≤ 7/16 about the nearest of three angles whose values are known to 107 bits.
 *
 * @returns 0 for Infinity, NaN for NaN.
 * @example
 * acot(1); // 0.7853981633974483
 */
export function acot(x: number): number {
  if (x < NEAR) return about(Math.PI / 2, HALF_PI_LOW, -x);
  if (x < FAR) return about(Math.PI / 4, HALF_PI_LOW / 2, (1 - x) / (x + 1));
  return about(0, 0, 1 / x);
}

/** high + low + atan t. */
function about(high: number, low: number, t: number): number {
  return high - (t * missing(t) - low - t);
}

/** 1 − atan(t)/t. */
function missing(t: number): number {
  const z = t * t;
  const w = z * z;
  const even = z * (A0 + w * (A2 + w * (A4 + w * (A6 + w * (A8 + w * A10)))));
  const odd = w * (A1 + w * (A3 + w * (A5 + w * (A7 + w * A9))));
  return even + odd;
}
