import { expect, it } from "vitest";
import { Speed } from "../../../src/live/series/speed.js";

it("a steady stream is as fast as it is; one that stopped is forgotten", () => {
  let now = 1000;
  const speed = new Speed(() => now);
  expect(speed.value).toBe(0);
  for (let i = 0; i < 100; i++) {
    now += 100;
    speed.add(50);
  }
  expect(speed.value).toBeGreaterThan(499);
  expect(speed.value).toBeLessThan(501);
  now += 60_000;
  expect(speed.value).toBeLessThan(50);
});
