import * as fc from "fast-check";
import { expect, test } from "vitest";
import { permutation } from "../../src/evaluation/permutation.js";

test("every number once, the same order for the same seed", () => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer(), (n, seed) => {
      const order = permutation(n, seed);
      expect(order.toSorted()).toEqual(Uint32Array.from({ length: n }, (_, i) => i));
      expect(permutation(n, seed)).toEqual(order);
    }),
  );
});

test("all orders of four are as likely", () => {
  const DRAWS = 24_000;
  const counts = new Map<string, number>();
  for (let seed = 0; seed < DRAWS; seed++) {
    const order = permutation(4, seed).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  const expected = DRAWS / 24;
  const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 23 degrees of freedom: 49.7 is exceeded once in a thousand.
  expect(chiSquare).toBeLessThan(49.7);
});

test("an order that is for ever: other results of an evaluation could not be compared", () => {
  expect(Array.from(permutation(10, 1))).toEqual([8, 3, 0, 9, 1, 5, 6, 4, 2, 7]);
});
