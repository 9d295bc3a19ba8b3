import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { distanceOf, ellipseOf, MASSES, marginal } from "../../src/plot/ellipse.js";
import { scaleOf } from "../../src/plot/scale.js";
import { Random } from "../../src/random/random.js";

const x = scaleOf([-10, 30], [40, 640]);
const y = scaleOf([-5, 5], [400, 20]);

/** Covariances of deviations .01 … 100 and any correlation short of ±1. */
const gaussians = fc
  .tuple(
    fc.double({ min: -20, max: 20, noNaN: true }),
    fc.double({ min: -20, max: 20, noNaN: true }),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.double({ min: -0.99, max: 0.99, noNaN: true }),
  )
  .map(([a, b, u, v, r]) => {
    const [s, t] = [10 ** u, 10 ** v];
    return { mean: [a, b] as const, covariance: [s * s, r * s * t, t * t] as const };
  });

/** The squared Mahalanobis distance of a point from a bivariate Gaussian. */
function squared({ mean, covariance: [a, b, c] }: ReturnType<typeof marginal>, px: number, py: number): number {
  const [u, v] = [px - mean[0], py - mean[1]];
  return (c * u * u - 2 * b * u * v + a * v * v) / (a * c - b * b);
}

describe("ellipseOf", () => {
  it("draws the curve of equal Mahalanobis distance, whatever the scales of the axes", () => {
    fc.assert(
      fc.property(gaussians, fc.double({ min: 0, max: 2 * Math.PI, noNaN: true }), (gaussian, phase) => {
        const e = ellipseOf(gaussian, x, y);
        const turn = (e.degrees * Math.PI) / 180;
        const [u, v] = [e.major * Math.cos(phase), e.minor * Math.sin(phase)];
        const px = e.cx + u * Math.cos(turn) - v * Math.sin(turn);
        const py = e.cy + u * Math.sin(turn) + v * Math.cos(turn);
        const [dataX, dataY] = [-10 + (px - 40) / x.slope, -5 + (py - 400) / y.slope];
        expect(Math.abs(squared(gaussian, dataX, dataY) - 1)).toBeLessThan(1e-6);
        expect(e.major).toBeGreaterThanOrEqual(e.minor);
      }),
    );
  });

  it("survives a covariance of rank one", () => {
    const e = ellipseOf({ mean: [0, 0], covariance: [1, 1, 1] }, scaleOf([0, 1], [0, 100]), scaleOf([0, 1], [100, 0]));
    expect(e.minor).toBeCloseTo(0, 5);
    expect(e.major).toBeCloseTo(Math.SQRT2 * 100, 9);
    expect(e.degrees).toBeCloseTo(-45, 9);
  });
});

describe("MASSES", () => {
  it("are held by the ellipses at the distances 1, 2 and 2.45", () => {
    expect(MASSES.map(distanceOf)).toEqual([1, 2, 2.447746830680816].map((d) => expect.closeTo(d, 12)));
    const random = new Random(1);
    const n = 50_000;
    const inside = MASSES.map(() => 0);
    const gaussian = { mean: [1, -2] as const, covariance: [4, 1.5, 1] as const };
    for (let i = 0; i < n; i++) {
      // Cholesky: [2 0; .75 √(1 − .5625)].
      const [u, v] = [random.normal(), random.normal()];
      const distance = squared(gaussian, 1 + 2 * u, -2 + 0.75 * u + Math.sqrt(0.4375) * v);
      MASSES.forEach((mass, m) => {
        if (distance <= distanceOf(mass) ** 2) inside[m]!++;
      });
    }
    MASSES.forEach((mass, m) => {
      expect(Math.abs(inside[m]! / n - mass)).toBeLessThan(4.9 * Math.sqrt((mass * (1 - mass)) / n));
    });
  });
});

describe("marginal", () => {
  it("takes the rows and columns of two features", () => {
    const mixture = {
      dimensions: 3,
      means: Float64Array.of(0, 0, 0, 1, 2, 3),
      covariances: Float64Array.of(...new Array(9).fill(0), 11, 12, 13, 12, 22, 23, 13, 23, 33),
    };
    expect(marginal(mixture, 1, 2, 0)).toEqual({ mean: [3, 1], covariance: [33, 13, 11] });
  });
});
