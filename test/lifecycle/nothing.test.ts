import { describe, expect, it } from "vitest";
import { drive } from "../../src/em/drive.js";
import { review } from "../../src/lifecycle/review.js";
import { Random } from "../../src/random/random.js";
import { D2K5, D8K8, fixedMixture, sample } from "../support/fixed-mixtures.js";
import { closest, range } from "./support/clusters.js";
import { changed, learned, reviewed } from "./support/learned.js";

/** Components nearer than that are one to a few thousand points: two deviations. */
const DISTINCT = 0.5;

/** Fixed mixtures whose components can be told apart. */
function distinct(D: number, K: number, seed: number) {
  for (let attempt = 0; ; attempt++) {
    const mixture = fixedMixture(D, K, 100 * seed + attempt, 3);
    if (K === 1 || closest(mixture) >= DISTINCT) return mixture;
  }
}

describe.each([2, 8])("a fixed mixture in %i dimensions, learned well", (D) => {
  it.each([1, 2, 3, 5, 8])("is left alone, %i components", (K) => {
    for (const memory of [1000, 4000, 20_000])
      for (const seed of range(3, 1)) {
        const truth = distinct(D, K, seed);
        const points = sample(truth, memory, seed);
        const seen = Math.min(memory, 2000);
        // Recent points that the mixture has learned, and such as it has not seen.
        const own = { count: seen, dimensions: D, values: points.values.slice((memory - seen) * D) };
        for (const recent of [own, sample(truth, 2000, 5000 + seed)])
          for (const limits of [
            { min: 1, max: K + 4 },
            { min: K, max: K },
          ]) {
            const input = learned(points, recent, { components: K, start: truth, limits });
            expect(reviewed(input)?.kind, `memory ${memory}, seed ${seed}`).toBeUndefined();
          }
      }
  });
});

it("overlapping components do not come and go", () => {
  const kinds: string[] = [];
  for (const seed of range(10, 1)) {
    const truth = fixedMixture(2, 5, seed, 1);
    const points = sample(truth, 4000, seed);
    let input = learned(points, sample(truth, 2000, 100), { components: 5, start: truth, limits: { min: 1, max: 8 } });
    for (const look of range(10)) {
      const change = reviewed({ ...input, recent: sample(truth, 2000, 100 + 10 * seed + look) });
      if (change === undefined) continue;
      kinds.push(change.kind);
      input = changed(input, change);
    }
  }
  // To few points some of them are one, and that they stay.
  expect(kinds.filter((kind) => kind !== "merge")).toEqual([]);
  expect(kinds.length).toBeLessThan(15);
});

it("too few points change nothing, none neither", () => {
  const input = learned(sample(D2K5, 3000, 1), sample(D2K5, 99, 2), { components: 5, start: D2K5 });
  const [first] = [review(input).next()];
  expect(first).toEqual({ done: true, value: undefined });
  expect(reviewed({ ...input, recent: { count: 0, dimensions: 2, values: new Float64Array(0) } })).toBeUndefined();
  const far = { count: 99, dimensions: 2, values: new Float64Array(198).fill(1e6) };
  expect(reviewed({ ...input, recent: far })).toBeUndefined();
});

it("heavy tails call for few components, and then there is rest", () => {
  const random = new Random(1);
  const recentOf = (seed: number) => {
    const recent = sample(D8K8, 2000, seed);
    for (let e = 0; e < recent.values.length; e++) if (random.uniform() < 0.01) recent.values[e]! *= 3;
    return recent;
  };
  const points = recentOf(1);
  let input = learned(points, points, {
    components: 8,
    start: D8K8,
    effectiveCount: 2000,
    limits: { min: 1, max: 16 },
  });
  let changes = 0;
  let last = 0;
  for (const look of range(12)) {
    const change = drive(review({ ...input, recent: recentOf(10 + look) }));
    if (change === undefined) continue;
    changes++;
    last = look;
    input = changed(input, change);
  }
  expect(changes).toBeLessThanOrEqual(4);
  expect(last).toBeLessThan(8);
});
