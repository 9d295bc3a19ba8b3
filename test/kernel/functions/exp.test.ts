import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp } from "../../../src/kernel/functions/exp.js";
import { firstFall, referencesOf, worstError } from "./references.js";

describe("exp", () => {
  it("is within 0.9 ulp of the exact value, subnormal results included", () => {
    expect(worstError(exp, referencesOf("exp")).ulps).toBeLessThan(0.9);
  });

  it("keeps IEEE's special values", () => {
    expect(exp(Number.NaN)).toBeNaN();
    expect(exp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(exp(0)).toBe(1);
    expect(exp(-0)).toBe(1);
  });

  it("overflows and underflows exactly where the rounded result does", () => {
    expect(exp(709.782712893384)).toBe(1.7976931348622732e308);
    expect(exp(709.7827128933841)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(-745.1332191019411)).toBe(Number.MIN_VALUE);
    expect(exp(-745.1332191019412)).toBe(0);
    expect(exp(-1e308)).toBe(0);
  });

  it("is monotone over the seams of its reduction and near 0", () => {
    const seams = [-708.05, -0.3465735902799729, 0.34657359027997253, 1.0397207708399177, 1, -1, 1e-16, -1e-16, -20];
    for (const seam of seams) expect(firstFall(exp, seam - Math.abs(seam) * 2e-13, 4000)).toBeUndefined();
  });

  it("turns sums into products", () => {
    const range = { min: -300, max: 300, noNaN: true };
    fc.assert(
      fc.property(fc.double(range), fc.double(range), (a, b) => {
        // The rounding of a + b alone moves the result by up to |a + b|·2^-53.
        const bound = (4 + Math.abs(a + b)) * Number.EPSILON;
        expect(Math.abs(exp(a + b) / (exp(a) * exp(b)) - 1)).toBeLessThan(bound);
      }),
    );
  });
});
