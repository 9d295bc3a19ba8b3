import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blend, colourOf } from "../../src/plot/palette.js";
import { contrast, luminance } from "./contrast.js";

describe("colourOf", () => {
  it("is one colour an id, different for any eight ids in a row, readable on white and on dark paper", () => {
    const colours = Array.from({ length: 8 }, (_, id) => colourOf(id));
    expect(new Set(colours).size).toBe(8);
    for (const colour of colours) {
      expect(contrast(colour, "#ffffff")).toBeGreaterThan(2);
      expect(contrast(colour, "#14181d")).toBeGreaterThan(3);
    }
    expect(colourOf(11)).toBe(colourOf(3));
    expect(colourOf(-1)).toBe(colourOf(7));
  });
});

describe("blend", () => {
  const colours = ["#0072b2", "#d55e00", "#009e73"];

  it("is the component's own colour where it is alone responsible", () => {
    colours.forEach((colour, k) => {
      const shares = [9, 0, 0, 0];
      shares[1 + k] = 1;
      expect(blend(colours, shares, 1)).toBe(colour);
    });
  });

  it("lies between the colours it mixes", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const mixed = luminance(blend(colours.slice(0, 2), [share, 1 - share], 0));
        const [a, b] = [luminance(colours[0]!), luminance(colours[1]!)];
        expect(mixed).toBeGreaterThanOrEqual(Math.min(a, b) - 0.005);
        expect(mixed).toBeLessThanOrEqual(Math.max(a, b) + 0.005);
      }),
    );
    expect(blend(colours, [0.5, 0.5, 0], 0)).toBe(blend([...colours].reverse(), [0, 0.5, 0.5], 0));
  });

  it("has a colour for a point that nobody is responsible for", () => {
    expect(blend(colours, [Number.NaN, Number.NaN, Number.NaN], 0)).toMatch(/^#[0-9a-f]{6}$/);
  });
});
