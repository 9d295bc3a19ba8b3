import { describe, expect, it } from "vitest";
import { ALARM, ORDINARY } from "../../src/plot/palette.js";
import { scorePlot } from "../../src/plot/score-plot.js";
import { Random } from "../../src/random/random.js";
import { areaOf, checked, inside } from "./figures.js";
import { all, type Node, textsOf } from "./xml.js";

/** Pixels of all dots of a colour, whichever way they are drawn. */
function dotsOf(root: Node, colour: string): [number, number][] {
  const circles = all(inside(root), "g")
    .filter(({ attributes }) => attributes.fill === colour)
    .flatMap((g) => all(g, "circle").map(({ attributes: a }): [number, number] => [Number(a.cx), Number(a.cy)]));
  const paths = all(inside(root), "path")
    .filter(({ attributes }) => attributes.stroke === colour)
    .flatMap(({ attributes }) => attributes.d!.split("M").filter(Boolean))
    .map((dot) => dot.replace("h0", "").split(" ").map(Number) as [number, number]);
  return [...circles, ...paths];
}

describe("scorePlot", () => {
  it("puts anomalies on top and in another colour", () => {
    const root = checked(scorePlot({ scores: [1, 9, 2, 8], anomalous: [false, true, false, true] }));
    const high = dotsOf(root, ALARM).map(([, y]) => y);
    const low = dotsOf(root, ORDINARY).map(([, y]) => y);
    expect([high.length, low.length]).toEqual([2, 2]);
    expect(Math.max(...high)).toBeLessThan(Math.min(...low));
    expect(textsOf(root)).toEqual(expect.arrayContaining(["anomalies", "others"]));
    const order = all(inside(root), "g").map(({ attributes }) => attributes.fill);
    expect(order.indexOf(ORDINARY)).toBeLessThan(order.indexOf(ALARM));
  });

  it("keeps every highest score of a long stream, in few bytes", () => {
    const random = new Random(1);
    const scores = Float64Array.from({ length: 200_000 }, () => random.uniform());
    const peaks = [17, 54_321, 123_456, 199_998];
    for (const i of peaks) scores[i] = 5;
    const figure = scorePlot({ scores, first: 1000, references: [{ y: 3, label: "threshold" }] });
    const root = checked(figure);
    const { left, right } = areaOf(root);
    const highest = Math.min(...dotsOf(root, ORDINARY).map(([, y]) => y));
    const columns = dotsOf(root, ORDINARY)
      .filter(([, y]) => y === highest)
      .map(([x]) => x)
      .sort((a, b) => a - b);
    expect(columns).toEqual(peaks.map((i) => expect.closeTo(left + ((right - left) * i) / 199_999, 0)));
    expect(figure.content.length).toBeLessThan(120_000);
    expect(textsOf(root)).toContain("threshold");
  });

  it("passes over scores that are not finite, and over none at all", () => {
    const root = checked(scorePlot({ scores: [1, Number.POSITIVE_INFINITY, Number.NaN, 2] }));
    expect(dotsOf(root, ORDINARY).length).toBe(2);
    checked(scorePlot({ scores: [] }));
    checked(scorePlot({ scores: [3] }));
  });

  it("refuses another number of answers than scores", () => {
    expect(() => scorePlot({ scores: [1, 2], anomalous: [true] })).toThrow("1 answers for 2 scores");
  });
});
