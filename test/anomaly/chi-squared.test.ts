import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logUpperTail } from "../../src/anomaly/chi-squared.js";

const table = JSON.parse(readFileSync(new URL("chi_squared.json", import.meta.url), "utf8")) as number[];
const degrees = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 20_000 }));

describe("logUpperTail", () => {
  it("is within 1e-12 of the incomplete gamma function, relatively, from 5e-324 to 1e300", () => {
    expect(table.length).toBeGreaterThan(3 * 1500);
    for (let i = 0; i < table.length; i += 3) {
      const [nu, x, expected] = [table[i]!, table[i + 1]!, table[i + 2]!];
      const got = logUpperTail(nu, x);
      // Below the smallest normal number there are no 12 digits.
      const allowed = Math.max(1e-12 * Math.abs(expected), 1e-320);
      expect(Math.abs(got - expected), `ν = ${nu}, x = ${x}: ${got}, ${expected}`).toBeLessThanOrEqual(allowed);
    }
  });

  it("is −x/2 with two degrees of freedom, beyond where the tail underflows", () => {
    for (const x of [0.25, 1, 100, 1e6, 1e300]) expect(logUpperTail(2, x) / (-x / 2)).toBeCloseTo(1, 13);
  });

  it("is 0 at 0 and below, −∞ at ∞, NaN for NaN", () => {
    for (const nu of [1, 2, 7, 1000]) {
      for (const x of [0, -0, -1, Number.NEGATIVE_INFINITY]) expect(logUpperTail(nu, x)).toBe(0);
      expect(logUpperTail(nu, Number.POSITIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
      expect(logUpperTail(nu, Number.NaN)).toBeNaN();
      expect(logUpperTail(nu, Number.MAX_VALUE) / (-Number.MAX_VALUE / 2)).toBeCloseTo(1, 13);
    }
  });

  it("falls with x and rises with the degrees of freedom, also where series and fraction meet", () => {
    const factor = fc.oneof(
      fc.double({ min: 0, max: 3, noNaN: true }),
      fc.double({ min: 0.99, max: 1.01, noNaN: true }),
    );
    fc.assert(
      fc.property(degrees, factor, fc.double({ min: 1, max: 1.5, noNaN: true }), (nu, times, further) => {
        const x = (nu + 2) * times;
        const here = logUpperTail(nu, x);
        const slack = 1e-12 * Math.abs(here) + 1e-300;
        expect(logUpperTail(nu, x * further)).toBeLessThanOrEqual(here + slack);
        expect(logUpperTail(nu + 1, x)).toBeGreaterThanOrEqual(here - slack);
        expect(here).toBeLessThanOrEqual(0);
      }),
    );
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses %s degrees of freedom", (nu) => {
    expect(() => logUpperTail(nu, 1)).toThrow(new RegExp(`whole number ≥ 1.*got ${nu}`));
  });
});
