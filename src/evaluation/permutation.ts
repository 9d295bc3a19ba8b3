import { Random } from "../random/random.js";

/**
 * The numbers 0 … n − 1 in random order; same seed, same order, on every machine.
 *
 * Source: Durstenfeld, Algorithm 235: random permutation, Communications of the ACM 7 (1964).
 *
 * @throws RangeError when the seed is not finite.
 * @example permutation(3, 1); // Uint32Array of 0, 1 and 2 in some order
 */
export function permutation(n: number, seed: number): Uint32Array {
  const random = new Random(seed);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const moved = order[i]!;
    order[i] = order[j]!;
    order[j] = moved;
  }
  return order;
}
