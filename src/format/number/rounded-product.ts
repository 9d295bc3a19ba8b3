import { productError } from "./exact-product.js";

/** Bound on the relative error of the sums of two doubles below, which is a few units of 2^−104. */
const RELATIVE_ERROR = 2 ** -99;

/**
 * (a + aRemainder) · (b + bRemainder), correctly rounded, where each sum is known to twice the digits of a double; NaN
 * when the middle between two doubles is too near to tell, in one case out of billions.
 */
export function roundedProduct(a: number, aRemainder: number, b: number, bRemainder: number): number {
  const product = a * b;
  const error = productError(a, b, product) + (a * bRemainder + aRemainder * b);
  const nearest = product + error;
  const rest = error - (nearest - product);
  const doubt = nearest * RELATIVE_ERROR;
  return nearest + (rest + doubt) === nearest && nearest + (rest - doubt) === nearest ? nearest : Number.NaN;
}
