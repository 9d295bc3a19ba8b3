const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

double[0] = Number.POSITIVE_INFINITY;
const LARGEST = bits[0]!;

/**
 * The smallest number, infinities included, for which a condition holds that stays true once it is true: 65 questions,
 * whatever the range. NaN when it never holds.
 *
 * @example
 * smallestDouble((x) => x * x * x >= 27); // 3
 */
export function smallestDouble(holds: (x: number) => boolean): number {
  if (!holds(Number.POSITIVE_INFINITY)) return Number.NaN;
  let fails = -LARGEST - 1n;
  let held = LARGEST;
  while (held - fails > 1n) {
    const middle = (fails + held) >> 1n;
    if (holds(doubleAt(middle))) held = middle;
    else fails = middle;
  }
  return doubleAt(held);
}

/** Doubles in their order: number 0 is 0, number 1 the smallest above it, number −1 the largest below. */
function doubleAt(ordinal: bigint): number {
  bits[0] = ordinal < 0n ? -ordinal : ordinal;
  return ordinal < 0n ? -double[0]! : double[0]!;
}
