import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TimeBuckets } from "../../../src/pipeline/replay/time-buckets.js";

const points = fc.array(
  fc.record({ at: fc.oneof(fc.nat(5000), fc.integer({ min: 0, max: 2e12 })), a: fc.nat(9), b: fc.nat(9) }),
  {
    maxLength: 60,
  },
);

describe("sums over stretches of time", () => {
  it("hold every point in the stretch that it lies in, in few stretches of one length", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 20 }), (points, most) => {
        const sums = new TimeBuckets(most);
        for (const { at, a, b } of points) sums.add(at, a, b);
        const { buckets } = sums;
        expect(buckets.length).toBeLessThanOrEqual(most);
        expect(new Set(buckets.map(({ from, to }) => to - from)).size).toBeLessThanOrEqual(1);
        expect(buckets.reduce((sum, bucket) => sum + bucket.points, 0)).toBe(points.length);
        for (const { from, to, ...bucket } of buckets) {
          const inside = points.filter(({ at }) => at >= from && at < to);
          const total = (name: "a" | "b") => inside.reduce((sum, point) => sum + point[name], 0);
          expect(bucket).toEqual({ points: inside.length, a: total("a"), b: total("b") });
        }
      }),
    );
  });

  it("do not get wider than they must", () => {
    const sums = new TimeBuckets(10);
    for (let at = 0; at < 10; at++) sums.add(at, 1, 2);
    expect(sums.buckets.length).toBe(10);
    sums.add(10, 1, 2);
    expect(sums.buckets.length).toBe(6);
  });

  it("leave out what has no time", () => {
    const sums = new TimeBuckets(10);
    for (const none of [Number.NaN, -1, Infinity]) sums.add(none, 1, 2);
    expect(sums.buckets).toEqual([]);
  });
});
