import { determinant, inverse, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { bhattacharyya, gaussiansOf } from "../../src/lifecycle/bhattacharyya.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { Random } from "../../src/random/random.js";
import { fixedMixture } from "../support/fixed-mixtures.js";

function matrix(entries: ArrayLike<number>, D: number): Matrix {
  return Matrix.from1DArray(D, D, Array.from(entries));
}

/** As in the textbook, with explicit inverses and determinants. */
function naive(mixture: Mixture, i: number, j: number): number {
  const { dimensions: D, means, covariances } = mixture;
  const [a, b] = [i, j].map((k) => matrix(covariances.subarray(k * D * D, (k + 1) * D * D), D));
  const middle = Matrix.add(a!, b!).div(2);
  const delta = Matrix.columnVector(Array.from({ length: D }, (_, e) => means[i * D + e]! - means[j * D + e]!));
  const location = delta.transpose().mmul(inverse(middle)).mmul(delta).get(0, 0) / 8;
  return location + 0.5 * Math.log(determinant(middle) / Math.sqrt(determinant(a!) * determinant(b!)));
}

/** The same mixture in other coordinates: x ↦ Ax + b. */
function transformed(mixture: Mixture, seed: number): Mixture {
  const { components: K, dimensions: D, weights, means, covariances } = mixture;
  const random = new Random(seed);
  const A = matrix(
    Array.from({ length: D * D }, () => 3 * random.normal()),
    D,
  );
  const moved = Array.from({ length: K }, (_, k) => {
    const mean = Matrix.columnVector(Array.from(means.subarray(k * D, (k + 1) * D)));
    return Matrix.add(A.mmul(mean), 100).to1DArray();
  });
  const turned = Array.from({ length: K }, (_, k) => {
    const sigma = A.mmul(matrix(covariances.subarray(k * D * D, (k + 1) * D * D), D)).mmul(A.transpose());
    return Matrix.add(sigma, sigma.transpose()).div(2).to1DArray();
  });
  return new Mixture({ covarianceType: "full", weights, means: moved.flat(), covariances: turned.flat() });
}

describe.each([1, 2, 5, 8])("Bhattacharyya distance in %i dimensions", (D) => {
  const mixture = fixedMixture(D, 4, D, 2);
  const gaussians = gaussiansOf(mixture);

  it("is what the formula says", () => {
    for (let i = 0; i < 4; i++)
      for (let j = 0; j < 4; j++) {
        if (i !== j) expect(bhattacharyya(gaussians[i]!, gaussians[j]!) / naive(mixture, i, j)).toBeCloseTo(1, 9);
        else expect(bhattacharyya(gaussians[i]!, gaussians[i]!)).toBeLessThan(1e-12);
      }
  });

  it("is the same in both directions and in all coordinates", () => {
    const others = gaussiansOf(transformed(mixture, 3));
    for (let i = 0; i < 4; i++)
      for (let j = 0; j < i; j++) {
        const distance = bhattacharyya(gaussians[i]!, gaussians[j]!);
        expect(bhattacharyya(gaussians[j]!, gaussians[i]!)).toBeCloseTo(distance, 12);
        expect(bhattacharyya(others[i]!, others[j]!) / distance).toBeCloseTo(1, 7);
      }
  });
});

it("is ⅛ Δ² for components of the same shape, and infinite where doubles end", () => {
  const at = (mean: number, variance: number) =>
    gaussiansOf(new Mixture({ covarianceType: "diagonal", weights: [1], means: [mean], covariances: [variance] }))[0]!;
  expect(bhattacharyya(at(0, 4), at(6, 4))).toBeCloseTo(9 / 8, 12);
  expect(bhattacharyya(at(0, 1), at(0, 9))).toBeCloseTo(0.5 * Math.log(5 / 3), 12);
  expect(bhattacharyya(at(0, 1e300), at(1e160, 1e300))).toBeGreaterThan(1e18);
  expect(bhattacharyya(at(0, 1e-200), at(1e160, 1e-200))).toBe(Infinity);
});
