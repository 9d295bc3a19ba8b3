import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axisName, brief, percent, ticksOf } from "../../src/plot/ticks.js";

/** Domains around any offset, of any width that a double can still tell apart from it. */
const domains = fc
  .tuple(fc.double({ min: -12, max: 12, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true }), fc.boolean())
  .map(([magnitude, ratio, negative]): [number, number] => {
    const span = 10 ** magnitude;
    const low = (negative ? -1 : 1) * (ratio < 0 ? 0.3 * span : span * 10 ** ratio);
    return [low, low + span];
  });

const parse = (label: string) => Number(label.replace(/−/g, "-").replace(/,/g, ""));

describe("ticksOf", () => {
  it("marks round values within the domain, about as many as wanted", () => {
    fc.assert(
      fc.property(domains, fc.integer({ min: 3, max: 12 }), (domain, count) => {
        const { values } = ticksOf(domain, count);
        const slack = (domain[1] - domain[0]) * 1e-6;
        expect(values.length).toBeGreaterThanOrEqual(Math.floor(count / 2));
        expect(values.length).toBeLessThanOrEqual(2 * count + 1);
        for (const [i, value] of values.entries()) {
          expect(value).toBeGreaterThanOrEqual(domain[0] - slack);
          expect(value).toBeLessThanOrEqual(domain[1] + slack);
          if (i > 0) expect(value).toBeGreaterThan(values[i - 1]!);
        }
      }),
    );
  });

  it("labels say the value once offset and power are put back, shortly and each differently", () => {
    fc.assert(
      fc.property(domains, (domain) => {
        const { values, labels, offset, power } = ticksOf(domain, 6);
        const precision = (domain[1] - domain[0]) * 1e-6;
        labels.forEach((label, i) => {
          expect(Math.abs(offset + parse(label) * 10 ** power - values[i]!)).toBeLessThanOrEqual(precision);
          expect(label.length).toBeLessThanOrEqual(11);
        });
        expect(new Set(labels).size).toBe(labels.length);
      }),
    );
  });

  it("looks as a person would write it", () => {
    expect(ticksOf([0, 1], 5).labels).toEqual(["0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
    expect(ticksOf([-3, 58_000], 6).labels).toEqual(["0", "10,000", "20,000", "30,000", "40,000", "50,000"]);
    expect(ticksOf([-0.6, 0.6], 3).labels).toEqual(["−0.5", "0", "0.5"]);
  });

  it("takes large offsets and small units out of the labels and names them on the axis", () => {
    const far = ticksOf([1e8 - 3, 1e8 + 3], 3);
    expect(far.labels).toEqual(["−2", "0", "2"]);
    expect(axisName("price", far)).toBe("price − 100,000,000");
    expect(axisName("price", ticksOf([-1e8 - 3, -1e8 + 3], 3))).toBe("price + 100,000,000");
    const tiny = ticksOf([0, 2.1e-9], 4);
    expect(tiny.labels).toEqual(["0", "0.5", "1.0", "1.5", "2.0"]);
    expect(axisName("length", tiny)).toBe("length (×10⁻⁹)");
    expect(axisName("plain", ticksOf([0, 1], 5))).toBe("plain");
  });
});

describe("brief and percent", () => {
  it("keep three significant digits", () => {
    expect([0.123456, -1234.5678, 12, 1e-9, 0, Number.NaN].map(brief)).toEqual([
      "0.123",
      "−1,235",
      "12",
      "1.00e−9",
      "0",
      "–",
    ]);
    expect([1 - Math.exp(-0.5), 0.95, 0, 0.0002, 1].map(percent)).toEqual([
      "39.3 %",
      "95 %",
      "0 %",
      "< 0.1 %",
      "100 %",
    ]);
  });
});
