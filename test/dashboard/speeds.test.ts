import { expect, it } from "vitest";
import { speedsOf } from "../../dashboard/src/strip/speeds.js";

/** One moment for each pair of points and seconds. */
const speeds = (...pairs: readonly [number, number][]) =>
  speedsOf(pairs.map(([points, seconds]) => ({ points, seconds }))).map((one) => one && Number(one.toFixed(6)));

it("there is none while nobody knows how long the points took", () => {
  expect(speeds()).toEqual([]);
  expect(speeds([500, 0])).toEqual([null]);
  expect(speeds([500, 0], [25, 0], [25, 0.5])).toEqual([null, null, 100]);
});

it("a commit right behind another one makes no peak", () => {
  const steady: [number, number][] = Array.from({ length: 10 }, () => [25, 0.1]);
  const held: [number, number][] = [
    [25, 0.1999],
    [25, 0.0001],
  ];
  const found = speeds([25, 0], ...steady, ...held, ...steady).slice(10);
  expect(Math.max(...found.map(Number))).toBeLessThan(300);
  expect(Math.min(...found.map(Number))).toBeGreaterThan(220);
});

it("follows within a second, and says what a moment says that lasts longer", () => {
  expect(speeds([5, 0], [100, 0.5], [100, 0.5], [500, 0.5], [500, 0.5])).toEqual([null, 200, 200, 600, 1000]);
  expect(speeds([5, 0], [100, 0.5], [30, 3], [0, 60])).toEqual([null, 200, 10, 0]);
});

it("several moments in one have a speed even at the beginning", () => {
  expect(speeds([400, 4], [100, 0.5])).toEqual([100, 111.111111]);
});
