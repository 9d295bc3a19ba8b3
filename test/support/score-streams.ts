import { Random } from "../../src/random/random.js";

/** Streams of independent values, each made of a seed. */
export const streams = {
  normal: (random: Random) => random.normal(),
  uniform: (random: Random) => random.uniform(),
  cauchy: (random: Random) => random.normal() / random.normal(),
  exponential: (random: Random) => -Math.log(1 - random.uniform()),
  /** Tails over hundreds of orders of magnitude. */
  monstrous: (random: Random) => 10 ** (60 * random.normal()),
  /** Many ties, in both tails. */
  rounded: (random: Random) => Math.round(3 * random.normal()),
  /** A lump in a continuous distribution. */
  lump: (random: Random) => (random.uniform() < 0.2 ? 0.5 : random.normal()),
} as const;

export type StreamName = keyof typeof streams;

export function draw(name: StreamName, count: number, seed: number): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: count }, () => streams[name](random));
}

/** How many of ascending values are ≥ the given one. */
export function exactAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return sorted.length - low;
}
