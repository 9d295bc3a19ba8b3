import { describe, expect, it } from "vitest";
import { Mixture } from "../../src/mixture/mixture.js";
import { points } from "../../src/mixture/point-batch.js";
import { drawHistogram } from "../../src/plot/histogram.js";
import { pairsPlot } from "../../src/plot/pairs-plot.js";
import { scaleOf } from "../../src/plot/scale.js";
import { textWidth } from "../../src/plot/text-width.js";
import { Random } from "../../src/random/random.js";
import { checked, stretchesOf } from "./figures.js";
import { all, parseXml, textsOf } from "./xml.js";

const mixture = new Mixture({
  covarianceType: "diagonal",
  weights: [0.25, 0.75],
  means: [0, 0, 0, 4, 4, 4],
  covariances: [1, 0, 0, 0, 1, 0, 0, 0, 1, 0.25, 0, 0, 0, 0.25, 0, 0, 0, 0.25],
});
const random = new Random(1);
const batch = points(
  Array.from({ length: 4000 }, () => {
    const first = random.uniform() < 0.25;
    return Array.from({ length: 3 }, () => (first ? random.normal() : 4 + random.normal() / 2));
  }),
);

describe("pairsPlot", () => {
  it("has a cell for every feature and every pair, without overlaps", () => {
    const root = checked(pairsPlot({ points: batch, mixture, names: ["a", "b", "<c>"] }));
    const cells = all(root, "svg").map(({ attributes: { x, y, width, height } }) => [x, y, width, height].map(Number));
    expect(cells.length).toBe(6);
    for (const [i, a] of cells.entries()) {
      expect(a[2]).toBeCloseTo(a[3]!, 1);
      expect(a[0]! + a[2]!).toBeLessThanOrEqual(Number(root.attributes.width));
      expect(a[1]! + a[3]!).toBeLessThanOrEqual(Number(root.attributes.height));
      for (const b of cells.slice(0, i))
        expect(a[0]! >= b[0]! + b[2]! || b[0]! >= a[0]! + a[2]! || a[1]! >= b[1]! + b[3]!).toBe(true);
    }
    expect(all(root, "ellipse").length).toBe(3 * 2 * (3 + 3));
    expect(textsOf(root)).toEqual(expect.arrayContaining(["a", "b", "<c>", "component 0: 25 %"]));
  });

  it("writes no tick into the ticks of the next cell", () => {
    const wide = points(Array.from({ length: 200 }, (_, i) => [0, 1, 2, 3].map((j) => 1e5 * Math.sin(i * (j + 1)))));
    const root = checked(pairsPlot({ points: wide }));
    const ticks = all(root, "text").filter(({ attributes: a }) => a["text-anchor"] === "middle");
    expect(ticks.length).toBeGreaterThan(4);
    const ends = ticks
      .map(({ attributes: { x }, text }) => [Number(x) - textWidth(text, 11) / 2, Number(x) + textWidth(text, 11) / 2])
      .sort(([a = 0], [b = 0]) => a - b);
    for (let i = 1; i < ends.length; i++) expect(ends[i]![0]).toBeGreaterThanOrEqual(ends[i - 1]![1]!);
  });

  it("shows one feature alone as a histogram, and those that are chosen", () => {
    const alone = checked(pairsPlot({ points: points([[1], [2], [2]]), names: ["only"] }));
    expect(all(alone, "svg").length).toBe(1);
    expect(all(checked(pairsPlot({ points: batch, features: [2, 0] })), "svg").length).toBe(3);
    expect(() => pairsPlot({ points: batch, features: [3] })).toThrow("feature 3 is not among the 3 features");
  });

  it("survives no points and missing coordinates", () => {
    checked(pairsPlot({ points: points([], { dimensions: 3 }), mixture }));
    checked(pairsPlot({ points: points([[Number.NaN, 1, 2]]), mixture }));
  });
});

describe("drawHistogram", () => {
  it("puts bars and densities on one scale: both have area 1", () => {
    const area = { x: scaleOf([-6, 8], [0, 1400]), bottom: 500, top: 0 };
    const root = parseXml(`<g>${drawHistogram(batch, mixture, 0, area)}</g>`);
    const [bars, ...curves] = all(root, "path");
    const bins = [...bars!.attributes.d!.matchAll(/M\S+ \S+V(\S+)h(\S+)V/g)].map(([, y, w]) => [
      Number(y),
      Number(w) + 1,
    ]);
    const barArea = bins.reduce((sum, [y, width]) => sum + (500 - y!) * width!, 0);
    const areas = curves.map((curve) => stretchesOf(curve)[0]!.reduce((sum, [, y]) => sum + (500 - y) * 2, 0));
    expect(areas[0]! / areas[1]!).toBeCloseTo(1 / 3, 2);
    expect(barArea / (areas[0]! + areas[1]!)).toBeCloseTo(1, 2);
    // The higher peak: .75 N(4, ¼) fills the height unless a bar is higher still.
    const highest = Math.min(...bins.map(([y]) => y!), ...curves.flatMap((c) => stretchesOf(c)[0]!.map(([, y]) => y)));
    expect(highest).toBe(0);
  });
});
