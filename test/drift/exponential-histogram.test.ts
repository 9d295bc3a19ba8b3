import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanOf as bucketMean, ExponentialHistogram, varianceOf } from "../../src/drift/exponential-histogram.js";
import { meanOf } from "./naive-adwin.js";

describe("an exponential histogram", () => {
  it("knows mean and variance of exactly the values that it has not forgotten", () => {
    const value = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.oneof(value, fc.constant("drop" as const)), { maxLength: 300 }),
        (perRow, rows, steps) => {
          const histogram = new ExponentialHistogram(perRow, rows);
          const values: number[] = [];
          for (const step of steps) {
            if (step !== "drop") {
              histogram.add(step);
              values.push(step);
            } else if (histogram.width > 0) histogram.dropOldest();
            while (values.length > histogram.width) values.shift();
            const { count, sizes: all } = histogram.unroll();
            const sizes = all.slice(0, count);
            expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
            for (const size of sizes) expect(sizes.filter((s) => s === size).length).toBeLessThanOrEqual(perRow);
            expect(sizes.reduce((a, b) => a + b, 0)).toBe(values.length);
          }
          if (values.length === 0) return;
          const mean = meanOf(values);
          const buckets = histogram.unroll();
          expect(bucketMean(buckets)).toBeCloseTo(mean, 10);
          expect(varianceOf(buckets, bucketMean(buckets))).toBeCloseTo(meanOf(values.map((x) => (x - mean) ** 2)), 9);
        },
      ),
      { numRuns: 200, seed: 4 },
    );
  });

  it("forgets the oldest bucket when the last row is full, and never holds more", () => {
    const histogram = new ExponentialHistogram(2, 3);
    const widths = [];
    for (let i = 0; i < 100; i++) {
      histogram.add(i);
      widths.push(histogram.width);
    }
    expect(Math.max(...widths)).toBe(2 * (1 + 2 + 4));
    expect(Math.min(...widths.slice(20))).toBeGreaterThanOrEqual(2 * 4);
    expect(bucketMean(histogram.unroll())).toBeCloseTo(99 - (histogram.width - 1) / 2, 12);
  });

  it("is empty at first", () => {
    const histogram = new ExponentialHistogram(5);
    const buckets = histogram.unroll();
    expect([histogram.width, buckets.count, bucketMean(buckets)]).toEqual([0, 0, Number.NaN]);
  });
});
