import { describe, expect, it } from "vitest";
import { ShareWatch } from "../../src/learning/share-watch.js";
import { Random } from "../../src/random/random.js";

const weights = Float64Array.of(0.5, 0.3, 0.2);

/** Mini-batch after which shares are off; undefined when they never are. */
function offAfter(shares: Float64Array, points: number, weight: number, seed: number): number | undefined {
  const random = new Random(seed);
  const watch = new ShareWatch(new Float64Array(3));
  for (let batch = 0; batch < 2000; batch++) {
    const counts = new Float64Array(3);
    for (let i = 0; i < points; i++) counts[random.weighted(shares, 1)]! += weight;
    if (watch.add(counts, weights, points)) return batch;
  }
  return undefined;
}

describe("shares of components", () => {
  it("are off soon after a component has vanished, and not while nothing changes, whatever points weigh", () => {
    for (const weight of [1e-3, 1, 1000]) {
      expect(offAfter(weights, 100, weight, 1)).toBeUndefined();
      expect(offAfter(Float64Array.of(0.625, 0.375, 0), 100, weight, 2)).toBeLessThan(20);
    }
  });
});
