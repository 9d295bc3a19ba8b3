import fc from "fast-check";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { type FitResult, fit } from "../../src/em/fit.js";
import type { FitOptions } from "../../src/em/fit-options.js";
import { selectComponents } from "../../src/em/select-components.js";
import { COVARIANCE_TYPES } from "../../src/mixture/covariance/covariance-type.js";
import type { Mixture } from "../../src/mixture/mixture.js";
import { type PointBatch, type PointsLike, points } from "../../src/mixture/point-batch.js";
import { table } from "../support/data.js";
import { D2K5, sample } from "../support/fixed-mixtures.js";

const faithful = table("faithful").points;

function isUsable({ mixture, logLikelihood, bic }: FitResult, data: PointsLike): void {
  const { weights, means, covariances } = mixture;
  for (const numbers of [weights, means, covariances, [logLikelihood.total, bic]])
    for (const v of numbers) expect(Number.isFinite(v)).toBe(true);
  expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  const { logDensity, responsibilities, anomalyScore } = mixture.score(points(data));
  for (const numbers of [logDensity, responsibilities, anomalyScore])
    for (const v of numbers) expect(Number.isFinite(v)).toBe(true);
}

describe("data that break other programs", () => {
  const constantColumn = Array.from({ length: 50 }, (_, i) => [Math.sin(i), 0.1]);
  const duplicates = Array.from({ length: 20 }, () => [3, 4]);
  const fewDistinct = Array.from({ length: 20 }, (_, i) => [i % 2, i % 2]);
  const collinear = Array.from({ length: 30 }, (_, i) => [i, 2 * i, 3 * i]);
  const grid = (offset: number, scale: number) =>
    Array.from({ length: 60 }, (_, i) => [offset + scale * Math.sin(i), offset + scale * Math.cos(3 * i)]);

  const cases: [string, number[][], number][] = [
    ["a constant column", constantColumn, 2],
    ["only duplicates", duplicates, 2],
    ["more components than distinct points", fewDistinct, 5],
    ["exactly collinear features", collinear, 3],
    ["an offset of 1e8", grid(1e8, 1), 2],
    ["a scale of 1e-12", grid(0, 1e-12), 2],
    ["a scale of 1e12", grid(0, 1e12), 2],
    ["a far outlier", [...grid(0, 1), [1e9, -1e9]], 3],
    [
      "coordinates near the largest",
      [
        [1e100, 0],
        [-1e100, 1],
        [0, 1e100],
      ],
      2,
    ],
    ["one point", [[1, 2]], 1],
    ["one point, three components", [[1, 2]], 3],
  ];

  describe.each(["default", "none", "mclust"] as const)("prior %s", (prior) => {
    describe.each(COVARIANCE_TYPES)("%s", (covariance) => {
      it.each(cases)("%s", (_, data, components) => {
        for (const mode of ["soft", "hard"] as const)
          isUsable(fit(data, { components, covariance, prior, mode, restarts: 3, maxIterations: 50 }), data);
      });
    });
  });

  it("no points, or none with weight, is a clear error", () => {
    expect(() => fit([], { components: 2 })).toThrow("no points to fit a mixture to");
    expect(() => fit(points([[1], [2]], { weights: [0, 0] }), { components: 1 })).toThrow(/weight 0/);
  });

  it("bad input is named", () => {
    expect(() => fit([[1, 2], [3]], { components: 1 })).toThrow("point 1 has 1 coordinates, the points before it 2");
    expect(() => fit([[1], [Infinity]], { components: 1 })).toThrow(/coordinate 0 of point 1 is Infinity/);
    expect(() => fit([[1]], { components: 1.5 })).toThrow(/components is 1.5/);
    expect(() => fit([[1]], { components: 1, prior: "flat" as "none" })).toThrow(/one of default, mclust, none/);
  });

  it("a singular covariance without a prior is mended by a floor, and reported", () => {
    expect(fit(collinear, { components: 1, prior: "none" }).floored).toBeGreaterThan(0);
    expect(fit(faithful, { components: 2, prior: "none" }).floored).toBe(0);
  });
});

describe("EM", () => {
  it("never lowers the penalised log-likelihood", () => {
    for (const covariance of COVARIANCE_TYPES)
      for (const prior of ["none", "mclust"] as const) {
        let previous = -Infinity;
        let start: Mixture | undefined;
        for (let step = 0; step < 30; step++) {
          const options: FitOptions = { components: 3, covariance, prior, maxIterations: 1, restarts: 1 };
          const result = fit(faithful, start === undefined ? options : { ...options, start });
          start = result.mixture;
          const objective = penalised(result);
          expect(objective).toBeGreaterThan(previous - 1e-9);
          previous = objective;
        }
      }
  });

  it("is the same under a change of units, feature by feature", () => {
    fc.assert(
      fc.property(fc.integer({ min: -30, max: 30 }), fc.integer({ min: -30, max: 30 }), (a, b) => {
        const units = [2 ** a, 2 ** b];
        const scaled = { ...faithful, values: faithful.values.map((x, e) => x * units[e % 2]!) };
        for (const covariance of ["full", "tied", "diagonal", "tied-diagonal"] as const) {
          const here = fit(faithful, { components: 2, covariance }).logLikelihood.mean;
          const there = fit(scaled, { components: 2, covariance }).logLikelihood.mean;
          expect(there).toBeCloseTo(here - (a + b) * Math.LN2, 9);
        }
      }),
      { numRuns: 10, seed: 1 },
    );
  });

  it("spherical in units of deviations does not care for units either", () => {
    const scaled = { ...faithful, values: faithful.values.map((x, e) => (e % 2 ? x : x * 1024)) };
    const options = { components: 2, covariance: "spherical", scale: "deviation" } as const;
    expect(fit(scaled, options).logLikelihood.mean).toBeCloseTo(
      fit(faithful, options).logLikelihood.mean - 10 * Math.LN2,
      9,
    );
  });

  it("takes weights as repeated points", () => {
    const weights = Float64Array.from({ length: faithful.count }, (_, i) => i % 3);
    const repeated: number[][] = [];
    for (let i = 0; i < faithful.count; i++)
      for (let copy = 0; copy < i % 3; copy++) repeated.push([...faithful.values.subarray(2 * i, 2 * i + 2)]);
    const start = fit(faithful, { components: 2 }).mixture;
    const weighted = fit({ ...faithful, weights }, { components: 2, start });
    const plain = fit(repeated, { components: 2, start });
    expect(weighted.logLikelihood.total).toBeCloseTo(plain.logLikelihood.total, 8);
    expect(weighted.bic).toBeCloseTo(plain.bic, 8);
    expect([weighted.weight, weighted.points]).toEqual([repeated.length, weights.filter((w) => w > 0).length]);
  });

  it("takes matrices, rows, flat arrays and batches alike", () => {
    const rows = Array.from({ length: 40 }, (_, i) => [Math.sin(i), Math.cos(7 * i)]);
    const flat = points(Float64Array.from(rows.flat()), { dimensions: 2 });
    const [a, b, c] = [rows, new Matrix(rows), flat].map((data) => fit(data, { components: 2 }).logLikelihood.total);
    expect([b, c]).toEqual([a, a]);
  });

  it("hard mode ends in one-hot labels: every point under its own component alone", () => {
    const { mixture, converged, icl, bic } = fit(faithful, { components: 2, mode: "hard" });
    expect(converged).toBe(true);
    const { component } = mixture.score(faithful);
    const share = component.filter((id) => id === component[0]).length / faithful.count;
    const weight = mixture.weights[mixture.ids.indexOf(component[0]!)]!;
    expect(weight).toBeCloseTo(share, 12);
    expect(icl).toBeGreaterThanOrEqual(bic);
  });

  it("hard, tied spherical, without prior is k-means", () => {
    const data = sample(D2K5, 400, 1);
    const { mixture } = fit(data, {
      components: 3,
      covariance: "tied-spherical",
      mode: "hard",
      prior: "none",
      tolerance: 0,
      maxIterations: 100,
    });
    const { component } = mixture.score(data);
    // A fixed point of Lloyd's algorithm up to the weights' term: each mean is the mean of its own points.
    for (let k = 0; k < 3; k++)
      for (let j = 0; j < 2; j++) {
        const mine = [...component.keys()].filter((i) => component[i] === k).map((i) => data.values[2 * i + j]!);
        expect(mixture.means[2 * k + j]).toBeCloseTo(mine.reduce((a, b) => a + b, 0) / mine.length, 9);
      }
  });

  it("reports a trace that ends at the final log-likelihood", () => {
    const { logLikelihood, iterations, converged } = fit(faithful, { components: 3 });
    expect(logLikelihood.trace).toHaveLength(iterations + 1);
    expect(logLikelihood.trace.at(-1)).toBe(logLikelihood.mean);
    expect(converged).toBe(true);
    expect(fit(faithful, { components: 3, maxIterations: 2 }).converged).toBe(false);
  });

  it("learns from points with missing features close to what complete ones teach", () => {
    const complete = sample(D2K5, 4000, 2);
    const holed: PointBatch = { ...complete, values: complete.values.slice() };
    for (let i = 0; i < 4000; i += 2) holed.values[2 * i + ((i / 2) % 2)] = Number.NaN;
    const a = fit(complete, { components: 5, start: D2K5 }).mixture;
    const b = fit(holed, { components: 5, start: D2K5 }).mixture;
    a.means.forEach((mean, e) => expect(Math.abs(mean - b.means[e]!)).toBeLessThan(0.2));
    isUsable(fit(holed, { components: 5 }), holed);
  });
});

describe("choosing K", () => {
  it("finds the winner of the oracle's table for Old Faithful", () => {
    const options = {
      components: { min: 1, max: 4 },
      covariances: ["full", "tied", "diagonal", "spherical"],
      prior: "none",
    } as const;
    const { best, tried } = selectComponents(faithful, options);
    expect([best.mixture.covarianceType, best.mixture.components]).toEqual(["tied", 3]);
    expect(best.bic).toBeCloseTo(2314.296, 2);
    expect(tried).toHaveLength(16);
  });

  it("refuses an empty range", () => {
    expect(() => selectComponents(faithful, { components: { min: 3, max: 2 } })).toThrow(/components.max is 2/);
  });
});

/** Trace of the objective that EM climbs; under a prior that is not the log-likelihood. */
function penalised({ mixture, prior, logLikelihood }: FitResult): number {
  let sum = logLikelihood.total;
  if (prior.kind === "none") return sum;
  const { components: K, dimensions: D, factors, covariances } = mixture;
  const tied = mixture.covarianceType.startsWith("tied");
  for (let k = 0; k < K; k++) {
    const sigma = Matrix.from1DArray(D, D, Array.from(covariances.subarray(k * D * D, (k + 1) * D * D)));
    const inverse = new Matrix(D, D).add(Matrix.eye(D)).mmul(inverseOf(sigma));
    const logDeterminant = -2 * (factors.logNormalizer[k]! + (D / 2) * Math.log(2 * Math.PI));
    let trace = 0;
    for (let j = 0; j < D; j++) trace += prior.scale[j]! * inverse.get(j, j);
    if (!tied || k === 0) sum -= 0.5 * (prior.degrees * logDeterminant + trace);
    const deviation = Matrix.columnVector(Array.from(prior.center, (c, j) => mixture.means[k * D + j]! - c));
    sum -= 0.5 * prior.meanCount * deviation.transpose().mmul(inverse).mmul(deviation).get(0, 0);
  }
  return sum;
}

function inverseOf(m: Matrix): Matrix {
  const [a, b, c, d] = [m.get(0, 0), m.get(0, 1), m.get(1, 0), m.get(1, 1)];
  const determinant = a * d - b * c;
  return new Matrix([
    [d / determinant, -b / determinant],
    [-c / determinant, a / determinant],
  ]);
}
