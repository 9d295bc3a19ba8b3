import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Mixture } from "../../src/mixture/mixture.js";
import { points } from "../../src/mixture/point-batch.js";
import { svg } from "../../src/plot/figure.js";
import { colourOf } from "../../src/plot/palette.js";
import { scatterPlot } from "../../src/plot/scatter-plot.js";
import { Random } from "../../src/random/random.js";
import { areaOf, checked, inside } from "./figures.js";
import { all, type Node, textsOf } from "./xml.js";

const mixture = new Mixture({
  covarianceType: "full",
  weights: [0.3, 0.7],
  means: [0, 0, 10, 5],
  covariances: [1, 0.5, 0.5, 1, 4, -1, -1, 2],
  ids: [4, 9],
});

/** n points of the mixture above. */
function draw(n: number, seed = 1) {
  const random = new Random(seed);
  const rows = Array.from({ length: n }, () => {
    const [u, v] = [random.normal(), random.normal()];
    return random.uniform() < 0.3
      ? [u, 0.5 * u + Math.sqrt(0.75) * v]
      : [10 + 2 * u, 5 - 0.5 * u + Math.sqrt(1.75) * v];
  });
  return points(rows);
}

const dots = (root: Node) => all(inside(root), "g").filter((g) => g.attributes["fill-opacity"] !== undefined);
const circles = (root: Node) => dots(root).flatMap((g) => all(g, "circle"));
const rings = (root: Node) => all(inside(root), "g").flatMap((g) => (g.attributes.stroke ? all(g, "ellipse") : []));

describe("scatterPlot", () => {
  it("draws every point within the axes, in the colour of who is responsible", () => {
    const root = checked(scatterPlot({ points: draw(300), mixture }));
    const { left, right, top, bottom } = areaOf(root);
    expect(circles(root).length).toBe(300);
    for (const { attributes } of circles(root)) {
      expect(Number(attributes.cx)).toBeGreaterThanOrEqual(left);
      expect(Number(attributes.cx)).toBeLessThanOrEqual(right);
      expect(Number(attributes.cy)).toBeGreaterThanOrEqual(top);
      expect(Number(attributes.cy)).toBeLessThanOrEqual(bottom);
    }
    const middle = (left + right) / 2;
    for (const group of dots(root)) {
      const xs = all(group, "circle").map(({ attributes }) => Number(attributes.cx));
      if (group.attributes.fill === colourOf(4)) expect(Math.max(...xs)).toBeLessThan(middle);
      if (group.attributes.fill === colourOf(9)) expect(Math.min(...xs)).toBeGreaterThan(left + (middle - left) / 4);
    }
  });

  it("has ellipses that hold 39.3, 86.5 and 95 % of a component's points", () => {
    const n = 5000;
    const root = checked(scatterPlot({ points: draw(n), mixture, limit: n }));
    const pixels = all(inside(root), "path")
      .filter(({ attributes }) => attributes.class === "dots")
      .flatMap(({ attributes }) => attributes.d!.split("M").filter(Boolean))
      .map((dot) => dot.replace("h0", "").split(" ").map(Number) as [number, number]);
    expect(pixels.length).toBeGreaterThan(0.99 * n);
    // The components hardly overlap: what is in the heavier one's ellipses is its own.
    const heavier = rings(root).slice(3, 6);
    const held = heavier.map((ring) => pixels.filter((pixel) => contains(ring, pixel)).length / (0.7 * n));
    [0.393, 0.865, 0.95].forEach((mass, i) => {
      expect(Math.abs(held[i]! - mass)).toBeLessThan(0.03);
    });
  });

  it("names features, components, shares of mass and what it leaves out", () => {
    const far = points([...Array.from({ length: 998 }, (_, i) => [i % 7, i % 5]), [1e9, 0], [0, 9]]);
    const texts = textsOf(
      checked(
        scatterPlot({
          points: far,
          mixture,
          names: ["eruption (min)", "waiting <min>"],
          title: "Old & Faithful",
          limit: 500,
          flagged: [3],
        }),
      ),
    );
    expect(texts).toEqual(expect.arrayContaining(["Old & Faithful", "eruption (min)", "waiting <min>", "flagged"]));
    expect(texts).toEqual(expect.arrayContaining(["component 4: 30 %", "component 9: 70 %"]));
    expect(texts).toContain("500 of 1,000 points drawn · 2 outside the axes");
    const usual = textsOf(checked(scatterPlot({ points: draw(200), mixture })));
    expect(usual).toEqual(expect.arrayContaining(["39.3 %", "86.5 %", "95 %"]));
  });

  it("says how many of the components it names are out of sight", () => {
    const light = (weights: number[], means: number[]) =>
      textsOf(
        checked(
          scatterPlot({
            points: points([], { dimensions: 2 }),
            mixture: new Mixture({
              covarianceType: "full",
              weights,
              means,
              covariances: weights.flatMap(() => [1, 0, 0, 1]),
            }),
          }),
        ),
      ).filter((text) => text.includes("outside"));
    expect(light([0.5, 0.46, 0.04], [0, 0, 5, 5, 3, 2])).toEqual([]);
    expect(light([0.5, 0.46, 0.04], [0, 0, 5, 5, 90, 2])).toEqual(["1 component outside the axes"]);
    expect(light([0.92, 0.04, 0.04], [0, 0, 0, 50, -90, 2])).toEqual(["2 components outside the axes"]);
    // What is too light to be drawn is told by the legend.
    expect(light([0.5, 0.4999, 0.0001], [0, 0, 5, 5, 90, 2])).toEqual([]);
  });

  it("takes any two features, and responsibilities that were given", () => {
    const three = points([
      [1, 5, 9],
      [2, 6, 7],
    ]);
    const root = checked(scatterPlot({ points: three, axes: [2, 0], names: ["a", "b", "c"] }));
    const [first, second] = circles(root).map(({ attributes }) => [Number(attributes.cx), Number(attributes.cy)]);
    expect(first![0]).toBeGreaterThan(second![0]!);
    expect(first![1]).toBeGreaterThan(second![1]!);
    const responsibilities = Float64Array.of(0, 1, 1, 0);
    const two = points([
      [0, 0],
      [10, 5],
    ]);
    const swapped = checked(scatterPlot({ points: two, mixture, responsibilities }));
    const fills = dots(swapped).map(({ attributes }) => attributes.fill);
    expect(fills).toEqual([colourOf(9), colourOf(4)]);
    const xs = circles(swapped).map(({ attributes }) => Number(attributes.cx));
    expect(xs[0]).toBeLessThan(xs[1]!);
  });

  it("leaves out points that miss a coordinate, and components that lost theirs", () => {
    const batch = points([
      [1, Number.NaN],
      [2, 2],
      [Number.NaN, Number.NaN],
    ]);
    const dying = new Mixture({
      covarianceType: "spherical",
      weights: [0.9999, 0.0001],
      means: [0, 0, 1e6, 1e6],
      covariances: [1, 0, 0, 1, 1, 0, 0, 1],
    });
    const root = checked(scatterPlot({ points: batch, mixture: dying }));
    expect(circles(root).length).toBe(1);
    expect(rings(root).length).toBe(3);
    expect(textsOf(root)).toContain("1 below 0.1 % not drawn");
  });

  it("is the same text for the same input, and small however many points there are", () => {
    const many = draw(100_000);
    const first = svg(scatterPlot({ points: many, mixture }));
    expect(svg(scatterPlot({ points: many, mixture }))).toBe(first);
    expect(first.length).toBeLessThan(120_000);
  });

  it("is a proper picture of any points: none, one, duplicates, huge, tiny, missing", () => {
    const coordinate = fc.oneof(
      fc.constantFrom(0, -0, Number.NaN, 1e100, -1e100, 5e-324, 1e-300, 1e8, 1e8 + 1),
      fc.double({ min: -1e100, max: 1e100, noNaN: true }),
      fc.integer({ min: -3, max: 3 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { maxLength: 12 }), fc.boolean(), (rows, withMixture) => {
        const batch = points(rows, { dimensions: 2 });
        checked(scatterPlot({ points: batch, mixture: withMixture ? mixture : undefined }));
      }),
    );
  });

  it.each([[[0, 2]], [[-1, 0]], [[0.5, 1]]] as [[number, number]][])("refuses the axes %j", (axes) => {
    expect(() => scatterPlot({ points: draw(3), axes })).toThrow("is not among the 2 features");
  });
});

/** Whether a pixel lies in an ellipse element with translate and rotate. */
function contains({ attributes }: Node, [px, py]: [number, number]): boolean {
  const [cx, cy, degrees] = attributes.transform!.match(/-?[\d.]+/g)!.map(Number);
  const turn = (degrees! * Math.PI) / 180;
  const [dx, dy] = [px - cx!, py - cy!];
  const u = dx * Math.cos(turn) + dy * Math.sin(turn);
  const v = dy * Math.cos(turn) - dx * Math.sin(turn);
  return (u / Number(attributes.rx)) ** 2 + (v / Number(attributes.ry)) ** 2 <= 1;
}
