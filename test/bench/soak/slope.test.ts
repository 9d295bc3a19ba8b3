import { describe, expect, it } from "vitest";
import { type Point, slope, span } from "../../../bench/soak/slope.js";

const line = (count: number, of: (x: number) => number): Point[] =>
  Array.from({ length: count }, (_, i): Point => [5 * i, of(5 * i)]);

describe("slope", () => {
  it("is that of a line", () => {
    expect(slope(line(20, (x) => 3 - 0.25 * x))).toBeCloseTo(-0.25, 12);
  });

  it("is not moved by a quarter of samples that lie far off", () => {
    const points = line(40, (x) => 100 + 2 * x).map(([x, y], i): Point => [x, i % 4 === 1 ? y + 1e6 * i : y]);
    expect(slope(points)).toBeCloseTo(2, 6);
  });

  it("is none of a saw's teeth", () => {
    expect(Math.abs(slope(line(200, (x) => (x / 5) % 10)))).toBeLessThan(0.001);
  });

  it("needs two moments", () => {
    expect(slope([])).toBeNaN();
    expect(slope([[1, 1]])).toBeNaN();
    expect(
      slope([
        [1, 1],
        [1, 2],
      ]),
    ).toBeNaN();
  });
});

it("span is from the first point to the last", () => {
  expect(span(line(4, () => 0))).toBe(15);
  expect(span([])).toBe(0);
});
