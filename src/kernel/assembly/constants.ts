// Constants of the functions stand in memory: reading one into both halves of a vector is a single instruction, where a
// literal is put together from several, each time anew.

const TABLE: usize = 64;
/** Where the table ends and everything else may begin. */
export const AFTER_CONSTANTS: usize = TABLE + 64 * 8;

export const LOG2_E: usize = TABLE;
/** 1.5 · 2^52: adding and subtracting it rounds to the nearest whole number. */
export const ROUNDER: usize = TABLE + 8;
export const LN2_HIGH: usize = TABLE + 16;
export const LN2_LOW: usize = TABLE + 24;
export const HALF: usize = TABLE + 32;
export const ONE: usize = TABLE + 40;
export const TWO: usize = TABLE + 48;
/** P1 … P9 of e^x. */
export const P: usize = TABLE + 56;
/** Q0 … Q6 of log. */
export const Q: usize = TABLE + 128;
/** As whole numbers: what carries into the exponent from √2 on; the exponent of 2^52; twice a double's bias. */
export const ROOT_OF_TWO: usize = TABLE + 184;
export const MAGIC: usize = TABLE + 192;
export const TWICE_BIAS: usize = TABLE + 200;
/** 2^52 + 1023. */
export const MAGIC_BIAS: usize = TABLE + 208;
/** A0 … A10 of acot. */
export const A: usize = TABLE + 216;
export const TWO_OVER_PI: usize = TABLE + 304;
/** Largest squared distance. */
export const LARGEST: usize = TABLE + 312;
export const MINUS_HALF: usize = TABLE + 320;
/** Seams of acot, and the angles between them in two parts. */
export const NEAR: usize = TABLE + 328;
export const FAR: usize = TABLE + 336;
export const HALF_PI: usize = TABLE + 344;
export const HALF_PI_LOW: usize = TABLE + 352;
export const QUARTER_PI: usize = TABLE + 360;
export const QUARTER_PI_LOW: usize = TABLE + 368;

// @ts-ignore: decorator
@inline
export function both(constant: usize): v128 {
  return v128.load64_splat(constant);
}

/** Writes the table. */
export function fillConstants(): void {
  f64.store(LOG2_E, 1.4426950408889634);
  f64.store(ROUNDER, 6755399441055744);
  f64.store(LN2_HIGH, 0.6931471803691238);
  f64.store(LN2_LOW, 1.9082149292705877e-10);
  f64.store(HALF, 0.5);
  f64.store(ONE, 1);
  f64.store(TWO, 2);
  f64.store(P, 0.16666666666666433);
  f64.store(P, 0.041666666666604006, 8);
  f64.store(P, 0.008333333333499797, 16);
  f64.store(P, 0.0013888888926774732, 24);
  f64.store(P, 0.00019841269466725126, 32);
  f64.store(P, 2.480150871143841e-5, 40);
  f64.store(P, 2.755764044237197e-6, 48);
  f64.store(P, 2.7625174715715064e-7, 56);
  f64.store(P, 2.497850155439406e-8, 64);
  f64.store(Q, 0.6666666666666734);
  f64.store(Q, 0.3999999999941664, 8);
  f64.store(Q, 0.28571428742028426, 16);
  f64.store(Q, 0.22222198605016621, 24);
  f64.store(Q, 0.1818356285376405, 32);
  f64.store(Q, 0.1531408477045309, 40);
  f64.store(Q, 0.14795634086031986, 48);
  i64.store(ROOT_OF_TWO, 0x95f6400000000);
  i64.store(MAGIC, 0x4330000000000000);
  i64.store(TWICE_BIAS, 2046);
  f64.store(MAGIC_BIAS, 4503599627370496 + 1023);
  f64.store(A, 0.3333333333333293);
  f64.store(A, -0.1999999999987648, 8);
  f64.store(A, 0.1428571427250315, 16);
  f64.store(A, -0.11111110405448252, 24);
  f64.store(A, 0.09090887133098279, 32);
  f64.store(A, -0.07691876200145342, 40);
  f64.store(A, 0.06661073092358105, 48);
  f64.store(A, -0.05833569868908713, 56);
  f64.store(A, 0.04976877026857832, 64);
  f64.store(A, -0.036531552721494706, 72);
  f64.store(A, 0.016285802172985715, 80);
  f64.store(TWO_OVER_PI, 0.6366197723675814);
  f64.store(LARGEST, 1e300);
  f64.store(MINUS_HALF, -0.5);
  f64.store(NEAR, 0.41);
  f64.store(FAR, 16.0 / 7.0);
  f64.store(HALF_PI, 1.5707963267948966);
  f64.store(HALF_PI_LOW, 6.123233995736766e-17);
  f64.store(QUARTER_PI, 0.7853981633974483);
  f64.store(QUARTER_PI_LOW, 3.061616997868383e-17);
}
