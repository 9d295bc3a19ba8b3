import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extentOf, padded, robustExtent, scaleOf } from "../../src/plot/scale.js";

const number = fc.double({ min: -1e100, max: 1e100, noNaN: true });

describe("scaleOf", () => {
  it("takes the ends of the domain to the ends of the range", () => {
    const scale = scaleOf([-2, 6], [400, 0]);
    expect([-2, 2, 6].map((v) => scale.at(v))).toEqual([400, 200, 0]);
    expect(scale.slope).toBe(-50);
  });
});

describe("padded", () => {
  it("leaves room on both sides of any domain, even of a single value", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        const [low, high] = padded([Math.min(a, b), Math.max(a, b)]);
        expect(low).toBeLessThan(Math.min(a, b));
        expect(high).toBeGreaterThan(Math.max(a, b));
      }),
    );
    expect(padded([0, 0])).toEqual([-1, 1]);
    expect(padded([0, 100])).toEqual([-4, 104]);
  });
});

describe("robustExtent", () => {
  it("is the extent of ordinary data", () => {
    expect(robustExtent(Array.from({ length: 1000 }, (_, i) => i))).toEqual([0, 999]);
    expect(robustExtent([3, 3, 3])).toEqual([3, 3]);
    expect(robustExtent([Number.NaN, 1, Number.POSITIVE_INFINITY, 2])).toEqual([1, 2]);
    expect(robustExtent([])).toEqual([0, 1]);
  });

  it("does not follow a few outliers", () => {
    const data = [...Array.from({ length: 1000 }, (_, i) => i / 1000), 1e6, -1e6];
    const [low, high] = robustExtent(data);
    expect(low).toBeGreaterThan(-1);
    expect(low).toBeLessThanOrEqual(0);
    expect(high).toBeLessThan(2);
    expect(high).toBeGreaterThanOrEqual(0.999);
  });
});

describe("extentOf", () => {
  it("is that of the finite values, and never empty", () => {
    expect(extentOf([2, Number.NaN, -1, Number.NEGATIVE_INFINITY])).toEqual([-1, 2]);
    expect(extentOf([Number.NaN])).toEqual([0, 1]);
    const [low, high] = extentOf([7]);
    expect(low).toBeLessThan(7);
    expect(high).toBeGreaterThan(7);
  });
});
