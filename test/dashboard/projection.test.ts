import { describe, expect, it } from "vitest";
import { featurePair, principalPlane, projected } from "../../dashboard/src/scatter/projection.js";
import { momentsOf } from "../../dashboard/src/state/mixtures.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { D8K8, sample } from "../support/fixed-mixtures.js";

const NAMES = Array.from({ length: 8 }, (_, j) => `f${j}`);

/** Mean and variance of points along a direction. */
function along(values: Float64Array, count: number, direction: Float64Array, origin: Float64Array) {
  const D = origin.length;
  const coordinates = Array.from({ length: count }, (_, i) =>
    direction.reduce((sum, u, j) => sum + u * (values[i * D + j]! - origin[j]!), 0),
  );
  const mean = coordinates.reduce((a, b) => a + b) / count;
  return { mean, variance: coordinates.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count };
}

it("moments of a mixture are those of its points", () => {
  const { count, values } = sample(D8K8, 100_000, 3);
  const { mean, covariance } = momentsOf(D8K8);
  for (let j = 0; j < 8; j++) {
    const unit = Float64Array.from({ length: 8 }, (_, i) => Number(i === j));
    const found = along(values, count, unit, new Float64Array(8));
    expect(Math.abs(found.mean - mean[j]!)).toBeLessThan(5 * Math.sqrt(covariance[j * 9]! / count));
    expect(found.variance / covariance[j * 9]!).toBeCloseTo(1, 1);
  }
});

describe("principal axes", () => {
  it("spread as their names say, are uncorrelated, and no feature pair spreads more", () => {
    const plane = principalPlane(D8K8, NAMES);
    const { count, values } = sample(D8K8, 50_000, 4);
    const shares = [plane.u, plane.v].map((axis) => along(values, count, axis, plane.origin).variance / 8);
    expect(plane.names[0]).toMatch(/^PC 1, (\d+\.?\d*) % of the spread: −? ?f\d/);
    plane.names.forEach((name, i) => {
      expect(Number(/, ([\d.]+) %/.exec(name)![1]) / 100).toBeCloseTo(shares[i]!, 1);
    });
    expect(shares[0]).toBeGreaterThan(1 / 8);
  });

  it("always look the same way: the largest loading is positive", () => {
    const { covariances, means, weights } = D8K8;
    const turned = new Mixture({ covarianceType: "full", weights, means: means.map((m) => -m), covariances });
    for (const mixture of [D8K8, turned]) {
      const { u } = principalPlane(mixture, NAMES);
      const { covariance } = momentsOf(mixture);
      const loadings = u.map((one, j) => one * Math.sqrt(covariance[j * 9]!));
      expect(
        loadings[loadings.reduce((best, one, j) => (Math.abs(one) > Math.abs(loadings[best]!) ? j : best), 0)],
      ).toBeGreaterThan(0);
    }
  });

  it("do not depend on the features' units", () => {
    const units = Float64Array.from({ length: 8 }, (_, j) => 10 ** (j - 3));
    const { covariances, means, weights } = D8K8;
    const scaled = new Mixture({
      covarianceType: "full",
      weights,
      means: means.map((m, i) => m * units[i % 8]!),
      covariances: covariances.map((c, i) => c * units[i % 8]! * units[Math.floor(i / 8) % 8]!),
    });
    const [plane, other] = [principalPlane(D8K8, NAMES), principalPlane(scaled, NAMES)];
    for (let j = 0; j < 8; j++) expect(other.u[j]! * units[j]!).toBeCloseTo(plane.u[j]!, 8);
  });

  it("a feature that never changes is no trouble", () => {
    const flat = {
      components: 1,
      dimensions: 3,
      weights: [1],
      means: [1, 2, 3],
      covariances: [1, 0, 0, 0, 0, 0, 0, 0, 2],
      ids: [0],
    };
    const columns = Object.fromEntries(
      Object.entries(flat).map(([name, value]) => [name, Array.isArray(value) ? Float64Array.from(value) : value]),
    );
    const { u, v } = principalPlane(columns as never, ["a", "b", "c"]);
    for (const loading of [...u, ...v]) expect(Number.isFinite(loading)).toBe(true);
  });
});

it("a component seen along two features is its marginal", () => {
  const { covariances, means } = D8K8;
  const { covariance, mean } = projected(D8K8, 2, featurePair(NAMES, 1, 6));
  const at = (i: number, j: number) => covariances[(2 * 8 + i) * 8 + j];
  expect(mean).toEqual([means[17], means[22]]);
  expect(covariance).toEqual([at(1, 1), at(1, 6), at(6, 6)]);
});
