import fc from "fast-check";
import { expect, it } from "vitest";
import { symmetricEigen } from "../../dashboard/src/scatter/symmetric-eigen.js";

const entry = fc.double({ min: -100, max: 100, noNaN: true });

it("eigenvectors are orthonormal, and the matrix is put together again from them", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.array(entry, { minLength: 64, maxLength: 64 }), (D, entries) => {
      const matrix = new Float64Array(D * D);
      for (let i = 0; i < D; i++)
        for (let j = 0; j < D; j++) matrix[i * D + j] = entries[Math.min(i, j) * 8 + Math.max(i, j)]!;
      const { values, vectors } = symmetricEigen(matrix, D);
      const scale = 1 + Math.max(...matrix.map(Math.abs));
      for (let i = 0; i < D; i++) {
        if (i > 0) expect(values[i]!).toBeLessThanOrEqual(values[i - 1]!);
        for (let j = 0; j < D; j++) {
          let [dot, again] = [0, 0];
          for (let k = 0; k < D; k++) {
            dot += vectors[i * D + k]! * vectors[j * D + k]!;
            again += values[k]! * vectors[k * D + i]! * vectors[k * D + j]!;
          }
          expect(dot).toBeCloseTo(Number(i === j), 8);
          expect(Math.abs(again - matrix[i * D + j]!) / scale).toBeLessThan(1e-9);
        }
      }
    }),
  );
});

it("a diagonal matrix, and one of zeros", () => {
  expect([...symmetricEigen(Float64Array.of(1, 0, 0, 4), 2).values]).toEqual([4, 1]);
  expect([...symmetricEigen(new Float64Array(4), 2).values]).toEqual([0, 0]);
});
