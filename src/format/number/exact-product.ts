/** 2^27 + 1: splits a double into two halves of 26 bits (Veltkamp). */
const SPLITTER = 134217729;

/**
 * a·b − fl(a·b), exactly (Dekker, "A floating-point technique for extending the available precision", 1971): with it
 * the product of two doubles is exact as a sum of two. Both must be below 2^996 in magnitude, the product above 2^−969.
 */
export function productError(a: number, b: number, product: number): number {
  const spreadA = SPLITTER * a;
  const upperA = spreadA - (spreadA - a);
  const lowerA = a - upperA;
  const spreadB = SPLITTER * b;
  const upperB = spreadB - (spreadB - b);
  const lowerB = b - upperB;
  return lowerA * lowerB - (product - upperA * upperB - lowerA * upperB - upperA * lowerB);
}
