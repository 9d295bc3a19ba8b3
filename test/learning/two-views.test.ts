import { describe, expect, it } from "vitest";
import { referenceKernel } from "../../src/kernel/reference/reference-kernel.js";
import { TwoViews } from "../../src/learning/two-views.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { points } from "../../src/mixture/point-batch.js";
import { withoutCorrelations } from "../../src/mixture/without-correlations.js";

/** Deviations 2 and 3, correlation .9. */
const correlated = new Mixture({
  covarianceType: "full",
  weights: [1],
  means: [10, 20],
  covariances: [4, 5.4, 5.4, 9],
  ids: [7],
});

function raised(mixture: Mixture, rows: readonly (readonly number[])[]) {
  const batch = points(rows);
  const own = mixture.score(batch, referenceKernel).depth;
  const depth = own.slice();
  new TwoViews(batch.count).raise(mixture, referenceKernel, batch.values, 0, batch.count, depth);
  return { own, depth };
}

describe("two views of a single component", () => {
  it("see a point that breaks the correlation, and one that is far out along it", () => {
    const { own, depth } = raised(correlated, [
      [12, 17], // a deviation up, a deviation down
      [14, 26], // two deviations up, both
    ]);
    const independent = withoutCorrelations(correlated).score(
      points([
        [12, 17],
        [14, 26],
      ]),
    ).depth;
    expect(own[0]).toBeGreaterThan(independent[0]!);
    expect(own[1]).toBeLessThan(independent[1]!);
    expect([...depth]).toEqual([own[0], independent[1]]);
  });

  it("raise rows where they stand, and no others", () => {
    const batch = points([
      [14, 26],
      [14, 26],
      [14, 26],
    ]);
    const depth = new Float64Array(3);
    new TwoViews(3).raise(correlated, referenceKernel, batch.values, 1, 1, depth);
    expect(depth[1]).toBeGreaterThan(0);
    expect([depth[0], depth[2]]).toEqual([0, 0]);
  });

  it("agree where a coordinate is missing: what is left has no correlation", () => {
    const { own, depth } = raised(correlated, [
      [Number.NaN, 26],
      [14, Number.NaN],
    ]);
    expect([...depth]).toEqual([...own]);
  });

  it("follow the mixture as it learns", () => {
    const views = new TwoViews(1);
    const at = points([[14, 26]]);
    const depths = [1, 4].map((times) => {
      const covariances = [4, 5.4, 5.4, 9].map((value) => times * value);
      const mixture = new Mixture({ covarianceType: "full", weights: [1], means: [10, 20], covariances });
      const depth = new Float64Array(1);
      views.raise(mixture, referenceKernel, at.values, 0, 1, depth);
      return depth[0]!;
    });
    expect(depths[1]).toBeLessThan(depths[0]!);
  });

  it.each([
    ["of one component with correlations", "full", 1, true],
    ["of several components there is one", "full", 2, false],
    ["without correlations there is one", "diagonal", 1, false],
  ] as const)("%s", (_, structure, components, has) => {
    expect(TwoViews.has({ structure, components })).toBe(has);
  });
});

describe("a mixture without its correlations", () => {
  it("keeps weights, means, variances and ids", () => {
    const mixture = new Mixture({
      covarianceType: "full",
      weights: [0.25, 0.75],
      means: [1, 2, 3, 4],
      covariances: [2, 1, 1, 3, 5, -1, -1, 4],
      ids: [3, 8],
    });
    const { covarianceType, weights, means, compact, ids } = withoutCorrelations(mixture);
    expect({ covarianceType, weights, means, compact, ids }).toEqual({
      covarianceType: "diagonal",
      weights: Float64Array.of(0.25, 0.75),
      means: Float64Array.of(1, 2, 3, 4),
      compact: Float64Array.of(2, 3, 5, 4),
      ids: Int32Array.of(3, 8),
    });
  });

  it("is itself where it has none", () => {
    const mixture = new Mixture({ covarianceType: "diagonal", weights: [1], means: [0, 0], covariances: [1, 0, 0, 2] });
    expect(withoutCorrelations(mixture)).toBe(mixture);
  });
});
