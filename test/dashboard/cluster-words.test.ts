import { expect, it } from "vitest";
import { clusterWords } from "../../dashboard/src/state/cluster-words.js";
import { Features } from "../../src/format/features/features.js";
import { snapshotOf } from "../../src/format/snapshot.js";
import { Mixture } from "../../src/mixture/mixture.js";

const names = ["eruption (minutes)", "waiting (minutes)"];

/** Round clusters of deviation 1 at these places. */
function wordsOf(weights: readonly number[], means: readonly number[]): string[] {
  const covariances = weights.flatMap(() => [1, 0, 0, 1]);
  const mixture = new Mixture({ covarianceType: "full", weights, means, covariances });
  const provenance = { model: "m", version: 1, previous: null, points: 100, features: new Features(names), events: [] };
  const snapshot = snapshotOf(mixture, provenance, { mean: -1, recent: -1 });
  return Array.from(mixture.ids, (id) => clusterWords(snapshot, id, names));
}

it("two clusters are high and low", () => {
  expect(wordsOf([0.5, 0.5], [0, 0, 4, 9])).toEqual(["low waiting, low eruption", "high waiting, high eruption"]);
});

it("of more, no two that lie on the same side are told alike: the last one is the lowest", () => {
  expect(wordsOf([0.5, 0.3, 0.2], [9, 90, 2, 60, 1, 45])).toEqual([
    "highest eruption, highest waiting",
    "low eruption, low waiting",
    "lowest waiting, lowest eruption",
  ]);
});

it("a cluster that has hardly a point takes no superlative from another; one in the middle has none", () => {
  const [main, middle, other, lost] = wordsOf([0.499, 0.3, 0.2, 0.001], [10, 0, 5, 0, 0, 0, 90, 0]);
  expect(main).toContain("highest eruption");
  expect(other).toContain("lowest eruption");
  expect(middle).not.toMatch(/est /);
  expect(lost).toContain("highest eruption");
});
