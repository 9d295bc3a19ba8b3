import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cosineOfTurns, sineOfTurns } from "../../../src/kernel/functions/sine.js";
import { referencesOf, worstError } from "./references.js";

describe("sineOfTurns and cosineOfTurns", () => {
  it("are within 0.8 ulp of the exact values, near their zeros and after many turns too", () => {
    expect(worstError(sineOfTurns, referencesOf("sineOfTurns")).ulps).toBeLessThan(0.8);
    expect(worstError(cosineOfTurns, referencesOf("cosineOfTurns")).ulps).toBeLessThan(0.8);
  });

  it("are exact at the quarters", () => {
    const quarters = [-1.25, -1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1.25, 2 ** 50 + 0.25];
    expect(quarters.map(cosineOfTurns)).toEqual([0, 1, 0, -1, 0, 1, 0, -1, 0, 1, 0, 0]);
    expect(quarters.map(sineOfTurns)).toEqual([-1, -0, 1, -0, -1, 0, 1, 0, -1, 0, 1, 1]);
  });

  it("keep IEEE's special values", () => {
    for (const x of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(sineOfTurns(x)).toBeNaN();
      expect(cosineOfTurns(x)).toBeNaN();
    }
    expect(Object.is(sineOfTurns(0), 0)).toBe(true);
    expect(Object.is(sineOfTurns(-0), -0)).toBe(true);
    expect(cosineOfTurns(-0)).toBe(1);
    expect(sineOfTurns(Number.MAX_VALUE)).toBe(0);
    expect(cosineOfTurns(-Number.MAX_VALUE)).toBe(1);
  });

  it("do not change by whole turns", () => {
    // Multiples of 2^-30 below 2^20 leave room in 53 bits for any of these turns.
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 30), max: 2 ** 30 }), fc.integer({ min: 1, max: 2 ** 20 }), (i, whole) => {
        const t = i / 2 ** 30;
        expect(cosineOfTurns(t + whole)).toBe(cosineOfTurns(t));
        expect(sineOfTurns(t + whole) - sineOfTurns(t)).toBe(0);
      }),
    );
  });

  it("lie on the unit circle, sine odd and cosine even, a quarter turn apart", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (t) => {
        expect(Math.abs(sineOfTurns(t) ** 2 + cosineOfTurns(t) ** 2 - 1)).toBeLessThan(5e-16);
        expect(sineOfTurns(-t)).toBe(-sineOfTurns(t));
        expect(cosineOfTurns(-t)).toBe(cosineOfTurns(t));
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), (i) => {
        const t = i / 2 ** 30;
        expect(Math.abs(sineOfTurns(t + 0.25) - cosineOfTurns(t))).toBeLessThanOrEqual(Number.EPSILON / 2);
      }),
    );
  });
});
