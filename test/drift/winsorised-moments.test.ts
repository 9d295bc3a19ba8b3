import { describe, expect, it } from "vitest";
import { winsorisedMoments } from "../../src/drift/winsorised-moments.js";
import { Random } from "../../src/random/random.js";
import { meanOf } from "./naive-adwin.js";

function normals(count: number, seed = 1): Float64Array {
  const random = new Random(seed);
  return Float64Array.from({ length: count }, () => random.normal());
}

describe("winsorised moments", () => {
  it("are mean and deviation of the values cut off at bounds that follow from them", () => {
    for (const [seed, bound] of [
      [1, 3],
      [2, 1.5],
      [3, 4],
    ] as const) {
      const values = normals(256, seed).map((x) => x * x);
      const { mean, deviation } = winsorisedMoments(values, bound, 0);
      const cut = [...values].map((x) => Math.min(Math.max(x, mean - bound * deviation), mean + bound * deviation));
      expect(mean).toBeCloseTo(meanOf(cut), 4);
      expect(deviation).toBeCloseTo(Math.sqrt(meanOf(cut.map((x) => (x - mean) ** 2))), 4);
    }
  });

  it("follow units and offsets", () => {
    const values = normals(256);
    const plain = winsorisedMoments(values, 3, 0);
    const moved = winsorisedMoments(
      values.map((x) => 100 * x + 7e6),
      3,
      0,
    );
    expect(moved.mean).toBeCloseTo(100 * plain.mean + 7e6, 6);
    expect(moved.deviation).toBeCloseTo(100 * plain.deviation, 6);
  });

  it("hardly move when 5 % of the values lie anywhere", () => {
    const values = normals(256);
    const plain = winsorisedMoments(values, 3, 0);
    for (const far of [1e3, 1e100, -1e100]) {
      const spoilt = winsorisedMoments(
        values.map((x, i) => (i % 20 === 0 ? far : x)),
        3,
        0,
      );
      expect(Math.abs(spoilt.mean - plain.mean)).toBeLessThan(0.3);
      expect(spoilt.deviation).toBeGreaterThan(plain.deviation);
      expect(spoilt.deviation).toBeLessThan(1.6 * plain.deviation);
    }
  });

  it("keep to the least deviation where values are equal", () => {
    expect(winsorisedMoments(new Float64Array(9).fill(4), 3, 0.01)).toEqual({ mean: 4, deviation: 0.01 });
    expect(winsorisedMoments(Float64Array.of(2), 3, 0.01)).toEqual({ mean: 2, deviation: 0.01 });
  });
});
