import fc from "fast-check";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { type Axes, AxesOfFull, axesOfDiagonal } from "../../../src/kernel/wasm/axes.js";
import { Random } from "../../../src/random/random.js";

/** A random covariance whose axes' variances span so many powers of ten. */
function covariance(D: number, seed: number, spread: number): Float64Array {
  const random = new Random(seed);
  const root = Float64Array.from({ length: D * D }, () => random.normal());
  const scale = Float64Array.from({ length: D }, (_, m) => 10 ** ((-spread * m) / D));
  const matrix = new Float64Array(D * D);
  for (let i = 0; i < D; i++)
    for (let j = 0; j < D; j++)
      for (let m = 0; m < D; m++) matrix[i * D + j]! += root[i * D + m]! * scale[m]! * root[j * D + m]!;
  return matrix;
}

const eigenvalues = (matrix: Matrix): number[] =>
  new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues.sort((a, b) => b - a);

/** along·uuᵀ + across·(I − uuᵀ) − A, which must have no eigenvalue below 0. */
function excess({ direction, along, across }: Axes, matrix: Float64Array, D: number): Matrix {
  const rest = new Matrix(D, D);
  for (let i = 0; i < D; i++)
    for (let j = 0; j < D; j++) {
      const outer = direction[i]! * direction[j]!;
      rest.set(i, j, along * outer + across * ((i === j ? 1 : 0) - outer) - matrix[i * D + j]!);
    }
  return rest;
}

describe("bounds of a covariance's axes", () => {
  it("hold for whatever matrix, and are near", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.constantFrom(0, 1, 4, 8),
        (D, seed, spread) => {
          const matrix = covariance(D, seed, spread);
          const axes = new AxesOfFull(D).of(matrix);
          const [largest] = eigenvalues(Matrix.from1DArray(D, D, matrix));
          expect(axes.largest).toBeGreaterThanOrEqual(largest!);
          expect(axes.largest).toBeLessThan(largest! * D ** (1 / 16) * 1.0001);
          expect(eigenvalues(excess(axes, matrix, D)).at(-1)!).toBeGreaterThan(-1e-12 * largest!);
          expect(axes.across).toBeLessThanOrEqual(axes.largest);
          expect(axes.along).toBeLessThan(largest! * 1.2);
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });

  it("hold for a diagonal", () => {
    const diagonal = Float64Array.of(2, 7, 0.1, 3);
    const axes = axesOfDiagonal(diagonal);
    expect(axes).toMatchObject({ direction: Float64Array.of(0, 1, 0, 0) });
    expect(axes.along).toBeCloseTo(7, 6);
    expect(axes.across).toBeCloseTo(3, 6);
    expect(
      eigenvalues(
        excess(
          axes,
          new Float64Array(16).map((_, e) => (e % 5 === 0 ? diagonal[e / 5]! : 0)),
          4,
        ),
      ).at(-1),
    ).toBeGreaterThan(0);
  });
});
