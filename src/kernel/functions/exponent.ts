const view = new Float64Array(1);
const words = new Int32Array(view.buffer);

view[0] = 1;
/** Index of the half with sign, exponent and leading bits: 1 on little-endian machines. */
const HIGH = words[1] === 0 ? 0 : 1;

/** The whole k with √½ ≤ x·2^−k < √2 (√2 to 20 bits) of a positive, finite, normal x. */
export function exponentOf(x: number): number {
  view[0] = x;
  // 0x95f64 carries into the exponent from √2 on.
  return ((words[HIGH]! + 0x95f64) >>> 20) - 1023;
}
