import { describe, expect, it } from "vitest";
import { drive } from "../../src/em/drive.js";
import { present } from "../../src/lifecycle/present.js";
import { sceneOf } from "../../src/lifecycle/scene.js";
import type { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { together } from "../support/changing-streams.js";
import { sample } from "../support/fixed-mixtures.js";
import { range, separated, some } from "./support/clusters.js";
import { learned } from "./support/learned.js";

const whole = separated(2, 4, 6);
const before = some(whole, [0, 1, 2]);

/** Number of points that are left of the recent ones. */
function left(mixture: Mixture, recent: PointBatch): number {
  const input = learned(sample(mixture, 5000, 1), recent, { components: mixture.components, start: mixture });
  const scene = present(drive(sceneOf(input, recent))!);
  expect(scene.train.batch.count + scene.test.batch.count).toBe(scene.all.batch.count);
  expect(scene.oldest.count).toBe(recent.count / 4);
  return scene.all.batch.count;
}

describe("what is present", () => {
  it("is everything while nothing changes", () => {
    for (const seed of range(20)) expect(left(before, sample(before, 1600, 10 + seed))).toBe(1600);
  });

  it("is the younger half once a component has vanished", () => {
    expect(left(before, together(sample(before, 800, 2), sample(some(whole, [0, 2]), 800, 3)))).toBe(800);
  });

  it("is everything once it vanished before all of them", () => {
    expect(left(before, sample(some(whole, [0, 2]), 1600, 3))).toBe(1600);
  });

  it("is the younger half where the older one has points of what is gone", () => {
    expect(left(before, together(sample(whole, 800, 2), sample(before, 800, 3)))).toBe(800);
  });

  it("is everything where they are new", () => {
    expect(left(before, together(sample(before, 800, 2), sample(whole, 800, 3)))).toBe(1600);
  });
});
