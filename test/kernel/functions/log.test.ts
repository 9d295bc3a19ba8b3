import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exp } from "../../../src/kernel/functions/exp.js";
import { log } from "../../../src/kernel/functions/log.js";
import { firstFall, referencesOf, worstError } from "./references.js";

describe("log", () => {
  it("is within 0.7 ulp of the exact value, subnormal arguments included", () => {
    expect(worstError(log, referencesOf("log")).ulps).toBeLessThan(0.7);
  });

  it("keeps IEEE's special values", () => {
    expect(log(Number.NaN)).toBeNaN();
    expect(log(-1)).toBeNaN();
    expect(log(Number.NEGATIVE_INFINITY)).toBeNaN();
    expect(log(-Number.MIN_VALUE)).toBeNaN();
    expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(-0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(Object.is(log(1), 0)).toBe(true);
  });

  it("reaches the ends of the range", () => {
    expect(log(Number.MAX_VALUE)).toBe(709.782712893384);
    expect(log(Number.MIN_VALUE)).toBe(-744.4400719213812);
    expect(log(2.2250738585072014e-308)).toBe(-708.3964185322641);
  });

  it("is monotone over the seams of its reduction and near 1", () => {
    for (const seam of [
      Math.SQRT1_2,
      Math.SQRT2,
      1.4142131805419922,
      0.7071065902709961,
      1,
      2,
      2.2250738585072014e-308,
    ])
      expect(firstFall(log, seam * (1 - 2e-13), 4000)).toBeUndefined();
  });

  it("undoes exp", () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(log(exp(x)) - x)).toBeLessThanOrEqual(Number.EPSILON * (1 + Math.abs(x)));
      }),
    );
  });

  it("of a power of two is that many times ln 2", () => {
    for (let k = -1074; k < 1024; k++) {
      const power = k < -1000 ? 2 ** -1000 * 2 ** (k + 1000) : 2 ** k;
      expect(Math.abs(log(power) - k * Math.LN2)).toBeLessThanOrEqual(Math.abs(k) * 1.9e-16);
    }
  });
});
