import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atan } from "../../../src/kernel/functions/atan.js";
import { firstFall, referencesOf, worstError } from "./references.js";

describe("atan", () => {
  it("is within 0.8 ulp of the exact value", () => {
    expect(worstError(atan, referencesOf("atan")).ulps).toBeLessThan(0.8);
  });

  it("keeps IEEE's special values", () => {
    expect(atan(Number.NaN)).toBeNaN();
    expect(atan(Number.POSITIVE_INFINITY)).toBe(Math.PI / 2);
    expect(atan(Number.NEGATIVE_INFINITY)).toBe(-Math.PI / 2);
    expect(atan(Number.MAX_VALUE)).toBe(Math.PI / 2);
    expect(Object.is(atan(0), 0)).toBe(true);
    expect(Object.is(atan(-0), -0)).toBe(true);
    expect(atan(Number.MIN_VALUE)).toBe(Number.MIN_VALUE);
    expect(atan(1)).toBe(Math.PI / 4);
  });

  it("is monotone over the seams of its reduction", () => {
    for (const seam of [0.4375, 0.6875, 1.1875, 2.4375, 7.450580596923828e-9, 1, 100])
      expect(firstFall(atan, seam * (1 - 2e-13), 4000)).toBeUndefined();
  });

  it("is odd, and complements the reciprocal to a quarter turn", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(atan(-x)).toBe(-atan(x));
        expect(Math.abs(atan(x) + atan(1 / x) - Math.PI / 2)).toBeLessThan(4.5e-16);
      }),
    );
  });
});
