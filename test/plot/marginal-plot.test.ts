import { describe, expect, it } from "vitest";
import { Mixture } from "../../src/mixture/mixture.js";
import { points } from "../../src/mixture/point-batch.js";
import { marginalPlot } from "../../src/plot/marginal-plot.js";
import { checked, inside, scaleIn, stretchesOf } from "./figures.js";
import { all, type Node, textsOf } from "./xml.js";

const mixture = new Mixture({
  covarianceType: "full",
  weights: [0.25, 0.75],
  means: [0, 50, 4, 80],
  covariances: [1, 0, 0, 25, 0.25, 0, 0, 100],
});
const batch = points([
  [0, 50],
  [1, 52],
  [4, 80],
  [4, 85],
  [Number.NaN, 70],
]);
const normal = (x: number, mean: number, variance: number) =>
  Math.exp((-0.5 * (x - mean) ** 2) / variance) / Math.sqrt(2 * Math.PI * variance);

/** The data behind the pixels of the curves: those of the components, then that of the mixture. */
function curvesOf(root: Node): [number, number][][] {
  const { x, y } = scaleIn(root);
  return all(inside(root), "path")
    .filter(({ attributes }) => attributes.class?.startsWith("line"))
    .map((path) => stretchesOf(path)[0]!.map(([u, v]): [number, number] => [x(u), y(v)]));
}

describe("marginalPlot", () => {
  it("draws the density of each component, and of all together, along the feature", () => {
    const root = checked(marginalPlot({ points: batch, mixture, feature: 1, name: "waiting" }));
    const [first, second, sum] = curvesOf(root);
    const highest = Math.max(...sum!.map(([, density]) => density));
    const near = (density: number) => expect.closeTo(density / highest, 1.5);
    for (const [i, [x, density]] of sum!.entries()) {
      const parts = [0.25 * normal(x, 50, 25), 0.75 * normal(x, 80, 100)];
      expect(first![i]![1] / highest).toEqual(near(parts[0]!));
      expect(second![i]![1] / highest).toEqual(near(parts[1]!));
      expect(density / highest).toEqual(near(parts[0]! + parts[1]!));
    }
    expect(textsOf(root)).toEqual(
      expect.arrayContaining([
        "Marginal of waiting",
        "density",
        "waiting",
        "component 1: 75 %",
        "all components together",
      ]),
    );
  });

  it("bars of the points that have the feature have area 1", () => {
    const root = checked(marginalPlot({ points: batch, feature: 0, name: "x", title: "points" }));
    const { x, y } = scaleIn(root);
    const [bars] = all(inside(root), "path");
    const areas = [...bars!.attributes.d!.matchAll(/M(\S+) \S+V(\S+)h(\S+)V/g)].map(
      ([, left, top, width]) => y(Number(top)) * (x(Number(left) + Number(width) + 1) - x(Number(left))),
    );
    expect(areas.reduce((sum, area) => sum + area, 0)).toBeCloseTo(1, 1);
    expect(areas.filter((area) => area > 0.01).map((area) => area)).toEqual([
      expect.closeTo(0.25, 1.5),
      expect.closeTo(0.25, 1.5),
      expect.closeTo(0.5, 1.5),
    ]);
  });

  it("one component has no sum; without points there are no bars; far points are counted", () => {
    const one = new Mixture({ covarianceType: "full", weights: [1], means: [0], covariances: [1] });
    const alone = checked(marginalPlot({ points: points([], { dimensions: 1 }), mixture: one, feature: 0, name: "x" }));
    expect(curvesOf(alone)).toHaveLength(1);
    expect(textsOf(alone)).not.toContain("all components together");
    expect(all(alone, "path").some(({ attributes }) => attributes.class === "bars")).toBe(false);
    const near = Array.from({ length: 999 }, (_, i) => [i % 10]);
    const far = checked(marginalPlot({ points: points([...near, [1e6]]), feature: 0, name: "x" }));
    expect(textsOf(far)).toContain("1 outside the axis");
    checked(marginalPlot({ points: points([], { dimensions: 1 }), feature: 0, name: "x" }));
  });

  it("refuses a feature that does not exist", () => {
    expect(() => marginalPlot({ points: batch, feature: 2, name: "z" })).toThrow("feature 2 is not among the 2");
  });
});
