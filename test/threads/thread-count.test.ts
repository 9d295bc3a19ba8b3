import { expect, it } from "vitest";
import { checkFitOptions } from "../../src/em/fit-options.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { threadsFor } from "../../src/threads/thread-count.js";

const batch = (count: number, dimensions: number): PointBatch => ({ count, dimensions, values: new Float64Array(0) });

it.each<[string, number, number, number, number, number]>([
  ["few points", 1000, 4, 10, 16, 0],
  ["many points on one core", 1_000_000, 8, 10, 1, 0],
  ["many points", 1_000_000, 8, 10, 16, 16],
  ["many points, but one short run", 20_000, 8, 1, 16, 0],
  ["enough for some threads only", 31_250, 8, 10, 16, 5],
  ["no more threads than chunks", 10_000, 1000, 10, 16, 3],
])("%s", (_, count, dimensions, restarts, cores, threads) => {
  expect(threadsFor(batch(count, dimensions), checkFitOptions({ components: 16, restarts }), cores)).toBe(threads);
});
