import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { Mixture } from "../../src/mixture/mixture.js";
import { points } from "../../src/mixture/point-batch.js";

const standard = { covarianceType: "full", weights: [1], means: [0, 0], covariances: [1, 0, 0, 1] } as const;

describe("Mixture", () => {
  it("knows the density of the standard normal", () => {
    expect([...new Mixture(standard).logDensity(points([[0, 0]]))]).toEqual([-Math.log(2 * Math.PI)]);
  });

  it("labels with ids, not with positions", () => {
    const two = new Mixture({
      covarianceType: "spherical",
      weights: [0.5, 0.5],
      means: [-5, 5],
      covariances: [1, 1],
      ids: [7, 3],
    });
    expect([...two.score(points([[-5], [5]])).component]).toEqual([7, 3]);
  });

  it("scores nothing for no points, and refuses other dimensions", () => {
    expect(new Mixture(standard).score(points([])).count).toBe(0);
    expect(() => new Mixture(standard).score(points([[1]]))).toThrow("points have 1 dimensions, the mixture 2");
  });

  it.each([
    [{ weights: [] }, "at least one component"],
    [{ weights: [0.5] }, "the weights sum to 0.5, not to 1"],
    [{ weights: [-1] }, "the weight of component 0 is -1"],
    [{ means: [0, Number.NaN] }, "mean entry 1 is NaN"],
    [{ covariances: [1, 0, 0] }, "3 covariance entries: 1 components in 2 dimensions need 4"],
    [{ covariances: [1, 2, 2, 1] }, "the covariance of component 0 is not positive definite"],
    [{ covariances: [1, 0.5, 0.1, 1] }, "is not symmetric: entries 1,0 are 0.1 and 0.5"],
    [{ covarianceType: "diagonal", covariances: [1, 0.5, 0.5, 1] }, "must be diagonal: entry 0,1 is 0.5"],
    [{ ids: [1, 2] }, "2 ids for 1 components"],
    [{ covarianceType: "oval" as "full" }, 'unknown covariance type "oval"'],
  ] as const)("refuses %j", (wrong, message) => {
    expect(() => new Mixture({ ...standard, ...wrong })).toThrow(message);
  });
});

describe("points", () => {
  it("takes rows, matrices, flat arrays and batches, with or without weights", () => {
    const expected = Float64Array.of(1, 2, 3, 4);
    for (const data of [
      [
        [1, 2],
        [3, 4],
      ],
      new Matrix([
        [1, 2],
        [3, 4],
      ]),
      points([
        [1, 2],
        [3, 4],
      ]),
    ])
      expect(points(data).values).toEqual(expected);
    expect(points(expected, { dimensions: 2 })).toEqual({ count: 2, dimensions: 2, values: expected });
    expect(points([[1], [2]], { weights: [0, 2] }).weights).toEqual(Float64Array.of(0, 2));
  });

  it.each([
    [() => points(Float64Array.of(1, 2, 3), { dimensions: 2 }), "3 numbers are not a whole number of points"],
    [() => points(Float64Array.of(1, 2, 3)), "needs { dimensions }"],
    [() => points([[1], [1, 2]]), "point 1 has 2 coordinates"],
    [() => points([[-Infinity]]), "coordinate 0 of point 0 is -Infinity"],
    [() => points([[1e101]]), "at most 1e+100"],
    [() => points([[1]], { weights: [-1] }), "the weight of point 0 is -1"],
    [() => points([[1]], { weights: [1, 2] }), "2 weights for 1 points"],
    [() => points({ count: 2, dimensions: 2, values: new Float64Array(3) }), "holds only 3 numbers"],
  ])("refuses bad input by name", (make, message) => {
    expect(make).toThrow(message);
  });
});
