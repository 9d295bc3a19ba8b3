import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { massDepth, tailOf } from "../../src/anomaly/mass-depth.js";

const table = JSON.parse(readFileSync(new URL("tails.json", import.meta.url), "utf8")) as number[];
const dimensions = fc.integer({ min: 1, max: 64 });
/** Squared distances over the whole range, evenly in their logarithm. */
const squares = fc.double({ min: -300, max: 300, noNaN: true }).map((exponent) => 10 ** exponent);

describe("tailOf", () => {
  it("is within 1e-14 of the regularised incomplete beta function, in the far tail too", () => {
    expect(table.length).toBeGreaterThan(1000);
    for (let i = 0; i < table.length; i += 3) {
      const [D, square, expected] = [table[i]!, table[i + 1]!, table[i + 2]!];
      expect(Math.abs(tailOf(D)(square) / expected - 1), `D = ${D}, M² = ${square}`).toBeLessThan(1e-14);
    }
  });

  it("is 1 at the centre, 0 at infinity and 1 without dimensions", () => {
    for (let D = 1; D <= 64; D++) {
      expect(tailOf(D)(0)).toBe(1);
      expect(tailOf(D)(Number.POSITIVE_INFINITY)).toBe(0);
    }
    expect(tailOf(0)(5)).toBe(1);
  });

  it("falls with distance and rises with dimensions", () => {
    fc.assert(
      fc.property(dimensions, squares, fc.double({ min: 1, max: 1e6, noNaN: true }), (D, square, factor) => {
        const here = tailOf(D)(square);
        // Up to the rounding of neighbouring values.
        expect(tailOf(D)(square * factor)).toBeLessThanOrEqual(here * (1 + 4e-15));
        expect(tailOf(D + 1)(square)).toBeGreaterThanOrEqual(here * (1 - 4e-15));
        expect(here).toBeGreaterThan(0);
        expect(here).toBeLessThanOrEqual(1 + 4e-15);
      }),
    );
  });

  it("keeps far points in order", () => {
    for (const D of [1, 2, 5, 10, 64])
      for (let exponent = 2; exponent < 299; exponent++)
        expect(tailOf(D)(10 ** (exponent + 1))).toBeLessThan(tailOf(D)(10 ** exponent));
  });

  it.each([-1, 1.5, Number.NaN])("refuses %s dimensions", (D) => {
    expect(() => tailOf(D)).toThrow(`got ${D}`);
  });
});

describe("massDepth", () => {
  it("is −log of the weighted sum of the tails, read from the offset on", () => {
    const squares = Float64Array.of(99, 99, 3, 8, 0, 99);
    const weights = Float64Array.of(0.5, 0.3, 0.2);
    // D = 2: √z = ½, ⅓, 1.
    expect(massDepth(weights, squares, 2, tailOf(2))).toBeCloseTo(-Math.log(0.5 / 2 + 0.3 / 3 + 0.2), 15);
  });

  it("lets a tight cluster hide no more than its weight", () => {
    const near = massDepth(Float64Array.of(0.99, 0.01), Float64Array.of(1e20, 0), 0, tailOf(3));
    expect(near).toBeCloseTo(-Math.log(0.01), 6);
  });

  it("is never NaN or negative", () => {
    const row = fc.array(fc.oneof(squares, fc.constantFrom(0, 1e300, Number.POSITIVE_INFINITY)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(dimensions, row, fc.integer(), (D, distances, seed) => {
        const raw = distances.map((_, k) => ((seed >>> k) & 3) + (k === 0 ? 1 : 0));
        const total = raw.reduce((a, b) => a + b);
        const depth = massDepth(
          Float64Array.from(raw, (w) => w / total),
          Float64Array.from(distances),
          0,
          tailOf(D),
        );
        expect(depth).toBeGreaterThanOrEqual(0);
      }),
    );
    expect(Object.is(massDepth(Float64Array.of(1), Float64Array.of(0), 0, tailOf(4)), 0)).toBe(true);
    expect(massDepth(Float64Array.of(1), Float64Array.of(Number.POSITIVE_INFINITY), 0, tailOf(4))).toBe(Infinity);
  });
});
