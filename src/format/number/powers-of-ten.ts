/** Powers of ten at hand reach from 10^−SPAN to 10^SPAN; beyond, what they lack would lose digits. */
export const SPAN = 280;

/**
 * 10^e as a sum of two doubles, both at e + SPAN: the nearest one and, to a double's precision, what it lacks. Each is
 * computed when {@link powerIndex} first asks for it.
 */
export const POWERS = new Float64Array(2 * SPAN + 1).fill(Number.NaN);
export const REMAINDERS = new Float64Array(2 * SPAN + 1);

/** Sees to it that 10^e is in the tables; returns where. */
export function powerIndex(e: number): number {
  const index = e + SPAN;
  if (Number.isNaN(POWERS[index])) compute(e, index);
  return index;
}

function compute(e: number, index: number): void {
  const nearest = Number(`1e${e}`);
  POWERS[index] = nearest;
  REMAINDERS[index] = e < 0 ? lackOfInverse(nearest, 10n ** BigInt(-e)) : Number(10n ** BigInt(e) - BigInt(nearest));
}

/** 1 / power − nearest, both being of the same magnitude. */
function lackOfInverse(nearest: number, power: bigint): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, nearest);
  const biased = Number((bits.getBigUint64(0) >> 52n) & 0x7ffn);
  const significand = (bits.getBigUint64(0) & (2n ** 52n - 1n)) | (2n ** 52n);
  const units = 1075 - biased; // nearest = significand / 2^units
  const lack = (2n ** BigInt(units) - significand * power) * 2n ** 128n;
  return Number(lack / power) * 2 ** -128 * 2 ** -units;
}
