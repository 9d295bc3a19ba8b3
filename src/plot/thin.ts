import { Random } from "../random/random.js";

/**
 * At most `limit` of the indices 0 … count − 1 in ascending order: one, drawn at random, of each of `limit` equal
 * stretches. Even in time, without the stripes that every n-th point of a periodic stream would show, and the same
 * for the same count and limit.
 */
export function thin(count: number, limit: number): Uint32Array {
  if (count <= limit) return Uint32Array.from({ length: count }, (_, i) => i);
  const random = new Random(count);
  return Uint32Array.from({ length: limit }, (_, block) => {
    const from = Math.floor((block * count) / limit);
    const to = Math.floor(((block + 1) * count) / limit);
    return from + random.below(to - from);
  });
}

/**
 * A line of many points reduced to what a screen can show: of each pixel column the first, lowest, highest and last
 * point, in their order. Every peak stays. Points that are not finite stay too: they interrupt the line.
 *
 * @param at the pixel of the i-th point, rising with i.
 * @returns indices in ascending order.
 */
export function decimate(values: ArrayLike<number>, at: (index: number) => number): number[] {
  const kept: number[] = [];
  let column: number[] = [];
  let present = Number.NaN;
  const close = () => {
    kept.push(...new Set(column.sort((a, b) => a - b)));
    column = [];
  };
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const pixel = Math.floor(at(i));
    if (pixel !== present || !Number.isFinite(value)) close();
    present = Number.isFinite(value) ? pixel : Number.NaN;
    const [first, lowest, highest] = column;
    if (first === undefined || lowest === undefined || highest === undefined) column = [i, i, i, i];
    else column = [first, value < values[lowest]! ? i : lowest, value > values[highest]! ? i : highest, i];
  }
  close();
  return kept;
}
