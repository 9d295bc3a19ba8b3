import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { log } from "../../../src/kernel/functions/log.js";
import { log1p } from "../../../src/kernel/functions/log1p.js";
import { firstFall, referencesOf, worstError } from "./references.js";

describe("log1p", () => {
  it("is within 0.75 ulp of the exact value", () => {
    expect(worstError(log1p, referencesOf("log1p")).ulps).toBeLessThan(0.75);
  });

  it("keeps IEEE's special values", () => {
    expect(log1p(Number.NaN)).toBeNaN();
    expect(log1p(-1.0000000000000002)).toBeNaN();
    expect(log1p(Number.NEGATIVE_INFINITY)).toBeNaN();
    expect(log1p(-1)).toBe(Number.NEGATIVE_INFINITY);
    expect(log1p(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(Object.is(log1p(0), 0)).toBe(true);
    expect(Object.is(log1p(-0), -0)).toBe(true);
    expect(log1p(-Number.MIN_VALUE)).toBe(-Number.MIN_VALUE);
    expect(log1p(Number.MAX_VALUE)).toBe(709.782712893384);
  });

  it("is monotone over its seams", () => {
    for (const seam of [Math.SQRT2 - 1, 1 - Math.SQRT2, Math.SQRT1_2 - 1, 1, 1e-17, -5.551115123125783e-17, 1e-3])
      expect(firstFall(log1p, seam - Math.abs(seam) * 2e-13, 4000)).toBeUndefined();
  });

  it("agrees with log where 1 + x is exact", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2 - 2 ** 31, max: 2 ** 31 }), (i) => {
        const x = i / 2 ** 31;
        const expected = log(1 + x);
        expect(Math.abs(log1p(x) - expected)).toBeLessThanOrEqual(Number.EPSILON * Math.abs(expected));
      }),
    );
  });
});
