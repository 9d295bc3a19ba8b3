import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smallestDouble } from "../../src/anomaly/smallest-double.js";

describe("smallestDouble", () => {
  it("finds every double, infinities included", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (least) => {
        expect(smallestDouble((x) => x >= least)).toBe(least + 0);
      }),
    );
  });

  it("finds the next double where a condition is open below", () => {
    expect(smallestDouble((x) => x > 1)).toBe(1 + Number.EPSILON);
    expect(smallestDouble((x) => x > 0)).toBe(Number.MIN_VALUE);
    expect(smallestDouble((x) => x > -1)).toBe(-1 + Number.EPSILON / 2);
    expect(smallestDouble((x) => x > Number.MAX_VALUE)).toBe(Number.POSITIVE_INFINITY);
    expect(smallestDouble((x) => x > Number.NEGATIVE_INFINITY)).toBe(-Number.MAX_VALUE);
  });

  it("asks few questions", () => {
    let asked = 0;
    smallestDouble((x) => {
      asked++;
      return x >= Math.PI;
    });
    expect(asked).toBeLessThanOrEqual(66);
  });

  it("is NaN where nothing holds", () => {
    expect(smallestDouble(() => false)).toBeNaN();
  });
});
