import { describe, expect, it } from "vitest";
import { Learner } from "../../src/learning/learner.js";
import { transplant } from "../../src/learning/transplant.js";
import { points } from "../../src/mixture/point-batch.js";
import { rows, unrelated } from "../support/changing-streams.js";
import { sample } from "../support/fixed-mixtures.js";

const somePoints = (count: number, from = 0) =>
  points(
    Array.from({ length: count }, (_, i) => {
      const n = from + i;
      const centre = n % 2 === 0 ? -2 : 3;
      return [centre + ((n * 37) % 100) / 100, centre + ((n * 61) % 100) / 100];
    }),
  );

function learned(count: number): Learner {
  const learner = new Learner({ dimensions: 2, components: 2, warmup: 20, miniBatch: 7, restarts: 1 });
  learner.learn(somePoints(count));
  return learner;
}

describe("a transplanted learner", () => {
  it("scores and learns as it would have, under new numbers and names", () => {
    const original = learned(75); // 6 points in the open mini-batch
    const { version } = original;
    const moved = Learner.fromSections(transplant(original.toSections(), { points: 1000, version: 41, firstId: 5 }));
    expect([moved.points, moved.version]).toEqual([1000, 41]);
    expect([...moved.mixture!.ids]).toEqual([5, 6]);
    expect([...moved.mixture!.born]).toEqual([41, 41]);
    const [a, b] = [original.learn(somePoints(30, 75)), moved.learn(somePoints(30, 75))];
    expect([...b.logDensity]).toEqual([...a.logDensity]);
    expect([...b.component]).toEqual([...a.component].map((id) => id + 5));
    expect(b.runs.map((run) => run.version - 41)).toEqual(a.runs.map((run) => run.version - version));
    expect([...moved.mixture!.covariances]).toEqual([...original.mixture!.covariances]);
  });

  it("keeps its names where it is told none, and is the same bytes when nothing changes", () => {
    const original = learned(75);
    const { points: count, version } = original;
    const sections = transplant(original.toSections(), { points: count, version });
    expect(sections).toEqual(original.toSections());
    expect(Learner.fromSections(transplant(sections, { points: 9, version: 8 })).toSections()).toEqual(
      transplant(sections, { points: 9, version: 8 }),
    );
  });

  it.each([undefined, 9])("leaves a challenge behind, whose challengers know old ids (first id %s)", (firstId) => {
    const [before, after] = unrelated(2, 3, 9);
    const learner = new Learner({ dimensions: 2, components: 3, warmup: 500 });
    learner.learn(sample(before, 4000, 1));
    const shifted = sample(after, 2000, 2);
    let at = 0;
    for (; !learner.toSections().has("challenger/0"); at += 100) learner.learn(rows(shifted, at, at + 100));
    const place = { points: 9000, version: 300, nextId: 40, ...(firstId !== undefined && { firstId }) };
    const moved = Learner.fromSections(transplant(learner.toSections(), place));
    expect([...moved.toSections().keys()].filter((name) => name.startsWith("challenge"))).toEqual([]);
    expect(moved.nextComponent).toBe(40);
    moved.learn(rows(shifted, at, 2000));
    expect(moved.nextComponent).toBeGreaterThanOrEqual(40);
    expect([...moved.mixture!.ids].every((id) => id < 12 || id >= 40)).toBe(true);
  });

  it("needs a mixture", () => {
    const place = { points: 1, version: 1 };
    expect(() => transplant(learned(10).toSections(), place)).toThrow(/still warming up/);
    expect(() => transplant(new Map(), place)).toThrow(/no learner/);
  });
});
