import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evidence } from "../../src/lifecycle/evidence.js";
import type { ScoredPoints } from "../../src/lifecycle/scored-points.js";

function pointsOf(count: number, block: readonly number[], weights?: readonly number[]): ScoredPoints {
  const none = new Float64Array(0);
  return {
    batch: {
      count,
      dimensions: 1,
      values: new Float64Array(count),
      ...(weights === undefined ? {} : { weights: Float64Array.from(weights) }),
    },
    responsibilities: none,
    logDensity: none,
    nearest: none,
    block: Int32Array.from(block),
    weight: count,
  };
}

const rows = fc.array(
  fc.record({
    before: fc.double({ min: -50, max: 50, noNaN: true }),
    after: fc.double({ min: -50, max: 50, noNaN: true }),
    weight: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 8, maxLength: 60 },
);

describe("evidence", () => {
  it("is the paired difference's weighted mean, with the error of points and of blocks", () => {
    fc.assert(
      fc.property(rows, fc.nat(4), (data, from) => {
        const block = data.map((_, i) => Math.floor(i / 4));
        const points = pointsOf(
          data.length,
          block,
          data.map(({ weight }) => weight),
        );
        const found = evidence(
          points,
          Float64Array.from(data, ({ after }) => after),
          Float64Array.from(data, ({ before }) => before),
          from,
        );
        const used = data.map((row, i) => ({ ...row, block: block[i]!, d: row.after - row.before })).slice(from);
        const total = used.reduce((sum, { weight }) => sum + weight, 0);
        const mean = used.reduce((sum, { weight, d }) => sum + weight * d, 0) / total;
        expect(found.gain).toBeCloseTo(mean, 9);
        const error = Math.sqrt(used.reduce((sum, { weight, d }) => sum + (weight * (d - mean)) ** 2, 0)) / total;
        expect(found.error).toBeCloseTo(Math.max(error, 1e-3 * Math.abs(mean)), 9);
        expect(found.z).toBeCloseTo(found.gain / found.error, 6);
        const sums = [...new Set(used.map((row) => row.block))].map((b) =>
          used.filter((row) => row.block === b).reduce((sum, { weight, d }) => sum + weight * (d - mean), 0),
        );
        const blockError = Math.max(Math.sqrt(sums.reduce((sum, s) => sum + s * s, 0)) / total, 1e-3 * Math.abs(mean));
        if (blockError > 1e-6) expect(found.blockZ / (mean / blockError)).toBeCloseTo(1, 6);
        expect(found.points).toBeCloseTo(total ** 2 / used.reduce((sum, { weight }) => sum + weight ** 2, 0), 9);
      }),
    );
  });

  it("stays finite where all points gain the same", () => {
    const points = pointsOf(
      10,
      Array.from({ length: 10 }, (_, i) => i >> 1),
    );
    const same = evidence(points, new Float64Array(10).fill(2), new Float64Array(10).fill(1.5));
    expect(same.z).toBeCloseTo(1000, 6);
    expect(evidence(points, new Float64Array(10), new Float64Array(10)).z).toBe(0);
  });
});
