import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { acot } from "../../../src/kernel/functions/acot.js";
import { firstFall, referencesOf, worstError } from "./references.js";

describe("acot", () => {
  it("is within 0.85 ulp of the exact value", () => {
    expect(worstError(acot, referencesOf("acot")).ulps).toBeLessThan(0.85);
  });

  it("keeps IEEE's special values", () => {
    expect(acot(Number.NaN)).toBeNaN();
    expect(acot(Number.POSITIVE_INFINITY)).toBe(0);
    expect(acot(0)).toBe(Math.PI / 2);
    expect(acot(Number.MIN_VALUE)).toBe(Math.PI / 2);
    expect(acot(1)).toBe(Math.PI / 4);
    expect(acot(1e300)).toBe(1e-300);
  });

  it("falls monotonically over the seams of its reduction", () => {
    for (const seam of [0.41, 16 / 7, 1, 100])
      expect(firstFall((x) => -acot(x), seam * (1 - 2e-13), 4000)).toBeUndefined();
  });

  it("is the complement of the reciprocal's to a quarter turn", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(Math.abs(acot(x) + acot(1 / x) - Math.PI / 2)).toBeLessThan(4.5e-16);
      }),
    );
  });
});
