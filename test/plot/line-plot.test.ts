import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linePlot } from "../../src/plot/line-plot.js";
import { areaOf, checked, inside, stretchesOf } from "./figures.js";
import { all, type Node, textsOf } from "./xml.js";

const lines = (root: Node) => all(inside(root), "path").filter(({ attributes }) => attributes.class === "line");

describe("linePlot", () => {
  it("joins the values in order, low ones lower", () => {
    const root = checked(linePlot({ series: [{ name: "trace", y: [-5, -4.2, -4.15, -4.15] }], xLabel: "iteration" }));
    const [pixels] = stretchesOf(lines(root)[0]!);
    expect(pixels!.length).toBe(4);
    for (let i = 1; i < 4; i++) expect(pixels![i]![0]).toBeGreaterThan(pixels![i - 1]![0]);
    expect(pixels![0]![1]).toBeGreaterThan(pixels![1]![1]);
    expect(pixels![2]![1]).toBe(pixels![3]![1]);
    // Few values are dots too.
    expect(all(inside(root), "circle").length).toBe(4);
  });

  it("has gaps where values are not finite", () => {
    const y = [1, 2, Number.NaN, 3, Number.NEGATIVE_INFINITY, 4, 5];
    const stretches = stretchesOf(lines(checked(linePlot({ series: [{ name: "a", y }] })))[0]!);
    expect(stretches.map((stretch) => stretch.length)).toEqual([2, 1, 2]);
  });

  it("keeps the one peak among a million values, in few bytes", () => {
    const y = new Float64Array(1_000_000).fill(1);
    y[765_432] = 2;
    const figure = linePlot({ series: [{ name: "a", y }], yDomain: [0, 3] });
    const root = checked(figure);
    const pixels = stretchesOf(lines(root)[0]!).flat();
    const { top, bottom, left, right } = areaOf(root);
    const peak = pixels.reduce((best, pixel) => (pixel[1] < best[1] ? pixel : best));
    expect(peak[1]).toBeCloseTo(bottom - ((bottom - top) * 2) / 3, 1);
    expect(peak[0]).toBeCloseTo(left + (right - left) * 0.765432, 0);
    expect(figure.content.length).toBeLessThan(40_000);
  });

  it("draws references and marks with their names, where they belong", () => {
    const root = checked(
      linePlot({
        series: [{ name: "recent", x: [0, 100], y: [-5, -4] }],
        references: [{ y: -3, label: "batch EM" }],
        marks: [
          { x: 50, label: "warm-up ends" },
          { x: 52, label: "drift" },
        ],
        xLabel: "points",
        yLabel: "nats a point",
        title: "Log-likelihood",
      }),
    );
    expect(textsOf(root)).toEqual(
      expect.arrayContaining(["batch EM", "warm-up ends", "drift", "points", "nats a point"]),
    );
    const { top, bottom } = areaOf(root);
    const vertical = all(root, "line").filter(({ attributes }) => attributes.x1 === attributes.x2);
    expect(vertical.length).toBe(2);
    const level = all(inside(root), "line").find(({ attributes }) => attributes.y1 === attributes.y2)!;
    // Above the highest value, yet inside.
    expect(Number(level.attributes.y1)).toBeGreaterThan(top);
    expect(Number(level.attributes.y1)).toBeLessThan(stretchesOf(lines(root)[0]!)[0]![1]![1]);
    expect(Number(vertical[0]!.attributes.y2)).toBe(bottom);
    // Names that would overlap stand in different rows.
    const rows = all(root, "text").filter(({ text }) => ["warm-up ends", "drift"].includes(text));
    expect(new Set(rows.map(({ attributes }) => attributes.y)).size).toBe(2);
  });

  it("tells several series apart by colour and legend", () => {
    const series = ["a", "b & c"].map((name) => ({ name, y: [1, 2] }));
    const root = checked(linePlot({ series }));
    expect(new Set(lines(root).map(({ attributes }) => attributes.stroke)).size).toBe(2);
    expect(textsOf(root)).toEqual(expect.arrayContaining(["a", "b & c"]));
  });

  it("is a proper picture of any numbers", () => {
    const number = fc.oneof(
      fc.double({ min: -1e100, max: 1e100 }),
      fc.constantFrom(Number.NaN, Infinity, -Infinity, 0),
    );
    fc.assert(
      fc.property(fc.array(fc.array(number, { maxLength: 60 }), { maxLength: 3 }), number, (all, level) => {
        const series = all.map((y, i) => ({ name: `series ${i}`, y }));
        checked(linePlot({ series, references: [{ y: level, label: "level" }], marks: [{ x: 3, label: "three" }] }));
      }),
    );
  });

  it("refuses a series whose x and y differ in number", () => {
    expect(() => linePlot({ series: [{ name: "a", x: [1], y: [1, 2] }] })).toThrow('"a" has 1 x and 2 y');
  });
});
