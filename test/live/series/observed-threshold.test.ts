import { expect, it } from "vitest";
import { ObservedThreshold } from "../../../src/live/series/observed-threshold.js";

const batch = (scores: number[], from: number) => ({
  count: scores.length,
  anomalyScore: Float64Array.from(scores),
  flagged: Uint8Array.from(scores, (score) => Number(score >= from)),
});

it("is the smallest score that was flagged", () => {
  const threshold = new ObservedThreshold();
  threshold.add(batch([1, 2, 3], 9));
  expect(threshold.value).toBeNull();
  threshold.add(batch([1, 6, 4, 5], 4));
  threshold.add(batch([1, 8], 4));
  expect(threshold.value).toBe(4);
});

it("follows a calibration that moves", () => {
  const threshold = new ObservedThreshold();
  threshold.add(batch([3], 3));
  const ordinary = new Array<number>(10_000).fill(1);
  threshold.add(batch(ordinary, 5));
  threshold.add(batch([7], 6));
  expect(threshold.value).toBe(3);
  threshold.add(batch(ordinary, 6));
  expect(threshold.value).toBe(7);
});
