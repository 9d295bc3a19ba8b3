import { inverse, Matrix } from "ml-matrix";
import { expect, it } from "vitest";
import { completedBy, completedByMean } from "../../src/lifecycle/complete.js";
import { points } from "../../src/mixture/point-batch.js";
import { fixedMixture } from "../support/fixed-mixtures.js";

const mixture = fixedMixture(3, 2, 5, 2);
const batch = points([
  [1, Number.NaN, 3],
  [Number.NaN, Number.NaN, Number.NaN],
  [0.5, 2, -1],
  [Number.NaN, 4, Number.NaN],
]);

it("fills gaps with what the component expects of them", () => {
  const { means, covariances } = mixture;
  const filled = completedBy(mixture, 1, batch);
  const mean = means.subarray(3, 6);
  const sigma = new Matrix(
    Array.from({ length: 3 }, (_, i) => Array.from(covariances.subarray(9 + i * 3, 12 + i * 3))),
  );
  // E[x₁ | x₀, x₂] = μ₁ + Σ₁ₒ Σₒₒ⁻¹ (xₒ − μₒ)
  const observed = [0, 2];
  const gain = sigma.selection([1], observed).mmul(inverse(sigma.selection(observed, observed)));
  const expected = mean[1]! + gain.mmul(Matrix.columnVector([1 - mean[0]!, 3 - mean[2]!])).get(0, 0);
  expect(filled.values[1]).toBeCloseTo(expected, 12);
  expect(Array.from(filled.values.subarray(3, 6))).toEqual(Array.from(mean));
  expect(Array.from(filled.values.subarray(6, 9))).toEqual([0.5, 2, -1]);
  expect(filled.values[10]).toBe(4);
  expect(batch.values[1]).toBeNaN();
});

it("fills gaps with the mean of the points", () => {
  expect(Array.from(completedByMean(batch).values)).toEqual([1, 3, 3, 0.75, 3, 1, 0.5, 2, -1, 0.75, 4, 1]);
});

it("does not copy points without gaps", () => {
  const whole = points([[1, 2, 3]]);
  expect(completedBy(mixture, 0, whole)).toBe(whole);
  expect(completedByMean(whole)).toBe(whole);
});
