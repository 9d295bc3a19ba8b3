import { describe, expect, it } from "vitest";
import { inheritIds } from "../../src/lifecycle/identity.js";
import { Random } from "../../src/random/random.js";
import { together } from "../support/changing-streams.js";
import { meanLogDensity, sample } from "../support/fixed-mixtures.js";
import { range, separated, some } from "./support/clusters.js";
import { changed, learned, reviewed } from "./support/learned.js";
import { expectOthersUnaffected } from "./support/unaffected.js";

const K = 4;
const SEEDS = range(20, 1);

describe.each([
  [2, 8000],
  [8, 8000],
  [8, 1500],
])("a new cluster with a tenth of the points, in %i dimensions, after %i points", (D, memory) => {
  const appearing = (seed: number) => {
    const whole = separated(D, K + 1, seed);
    const before = some(whole, range(K));
    const now = some(whole, range(K + 1), [...Array.from(before.weights, (w) => 0.9 * w), 0.1]);
    const points = sample(before, memory, seed);
    return { before, now, points, recent: sample(now, 1500, 200 + seed) };
  };

  it.each(SEEDS)("is born, and that is all, seed %i", (seed) => {
    const { before, now, points, recent } = appearing(seed);
    const input = learned(points, recent, { components: K, start: before, limits: { min: 1, max: 8 } });
    const change = reviewed(input)!;
    expect(change.kind).toBe("birth");
    expect(change.components).toEqual([K]);
    expect(Array.from(change.mixture.ids)).toEqual(range(K + 1));
    expect(change.mixture.born[K]).toBe(7);
    expect(change.nextId).toBe(K + 1);
    expect(change.mixture.weights[K]).toBeGreaterThan(0.07);
    expect(change.mixture.weights[K]).toBeLessThan(0.13);
    // The others stand for as many points as before, at .9 of the share.
    expect(change.effectiveCount).toBeLessThan(memory / 0.87);
    expect(change.effectiveCount).toBeGreaterThan(Math.min(memory, 1500) - 1);
    expect(inheritIds(change.mixture, now, 100, 0).births).toEqual([]);
    expectOthersUnaffected(input, change);
    const heldOut = sample(now, 5000, 999);
    const gap = meanLogDensity(now, heldOut) - meanLogDensity(change.mixture, heldOut);
    // About p/2n: the new component has 150 points, the others what they had.
    expect(gap).toBeLessThan((D === 2 ? 0.02 : 0.1) + (memory < 5000 ? 0.06 : 0));
    expect(reviewed(changed(input, change))).toBeUndefined();
  });

  it("is not where there may be no more", () => {
    const { before, points, recent } = appearing(1);
    const input = learned(points, recent, { components: K, start: before, limits: { min: K, max: K } });
    const change = reviewed(input);
    expect(change === undefined || change.mixture.components === K).toBe(true);
  });
});

describe("points in nobody's land", () => {
  const truth = separated(2, K, 7);
  const points = sample(truth, 8000, 1);
  const withPoints = (chosen: (i: number) => boolean, place: (random: Random) => number) => {
    const recent = sample(truth, 2000, 2);
    const random = new Random(3);
    for (let i = 0; i < recent.count; i++)
      if (chosen(i)) for (let j = 0; j < 2; j++) recent.values[i * 2 + j] = place(random);
    return reviewed(learned(points, recent, { components: K, start: truth, limits: { min: 1, max: 8 } }));
  };

  it("are no component when they are few and scattered", () => {
    const corner = (random: Random) => (random.uniform() < 0.5 ? -300 : 300) + random.normal();
    expect(withPoints((i) => i % 71 === 0, corner)).toBeUndefined();
  });

  it("are no component when they came in one burst", () => {
    expect(
      withPoints(
        (i) => i >= 1850 && i < 1950,
        (random) => 100 + random.normal(),
      ),
    ).toBeUndefined();
  });

  it("are none either when they are over", () => {
    expect(
      withPoints(
        (i) => i < 900 && i % 5 === 0,
        (random) => 100 + random.normal(),
      ),
    ).toBeUndefined();
  });

  it("are one when they keep coming", () => {
    expect(
      withPoints(
        (i) => i % 20 === 0,
        (random) => 100 + random.normal(),
      )?.kind,
    ).toBe("birth");
  });
});

it.each(range(5, 1))(
  "a neighbour that has grown towards a new cluster shrinks back and keeps its id, seed %i",
  (seed) => {
    const whole = separated(8, K + 1, seed, 6);
    const before = some(whole, range(K));
    const now = some(whole, range(K + 1), [...Array.from(before.weights, (w) => 0.92 * w), 0.08]);
    // A thirtieth of the points that were learned come from the new cluster: one component has them all, and sticks out.
    const points = together(sample(before, 4000, seed), sample(some(whole, [K]), 130, seed));
    const recent = together(sample(before, 500, 20 + seed), sample(now, 1500, 30 + seed));
    const input = learned(points, recent, { components: K, start: before, limits: { min: 1, max: 8 } });
    const change = reviewed(input)!;
    expect(change.kind).toBe("split");
    const [grown] = change.components;
    expect([...change.components].sort()).toEqual([grown!, grown!, K].sort());
    expect(Array.from(inheritIds(change.mixture, whole, 100, 0).ids)).toEqual(range(K + 1));
    expectOthersUnaffected(input, change);
  },
);
