import { describe, expect, it } from "vitest";
import { inheritIds } from "../../src/lifecycle/identity.js";
import { meanLogDensity, sample } from "../support/fixed-mixtures.js";
import { range, separated } from "./support/clusters.js";
import { changed, learned, reviewed } from "./support/learned.js";
import { doubled } from "./support/misfits.js";
import { expectOthersUnaffected } from "./support/unaffected.js";

const K = 4;

describe.each([2, 8])("one cluster covered by two components, in %i dimensions", (D) => {
  it.each(range(20, 1))("is covered by one in the end, seed %i", (seed) => {
    const truth = separated(D, K, seed);
    const points = sample(truth, 8000, seed);
    const recent = (review: number) => sample(truth, 2000, 200 * review + seed);
    let input = learned(points, recent(1), { components: K + 1, start: doubled(truth), limits: { min: 1, max: 8 } });
    // Within .002 nats nobody can be sure at once: one in forty takes a second look.
    if (reviewed(input) === undefined) input = { ...input, recent: recent(2) };
    const change = reviewed(input)!;
    // EM may have starved one of the two before: then it is pruned.
    const starved = Math.min(input.mixture.weights[0]!, input.mixture.weights[1]!) < 0.01;
    expect(change.kind).toBe(starved ? "death" : "merge");
    expect(change.mixture.components).toBe(K);
    if (!starved) expect(change.components.slice(0, 2)).toEqual([0, 1]);
    expect(change.effectiveCount).toBeCloseTo(8000, -1);
    expectOthersUnaffected(input, change);
    expect(inheritIds(change.mixture, truth, 100, 0).births).toEqual([]);
    expect(meanLogDensity(change.mixture, sample(truth, 5000, 1))).toBeGreaterThan(
      meanLogDensity(input.mixture, sample(truth, 5000, 1)) - 0.005,
    );
    expect(reviewed(changed(input, change))).toBeUndefined();
  });
});

it("does not go below the least number of components", () => {
  const truth = separated(2, K, 1);
  const recent = sample(truth, 2000, 2);
  const options = { components: K + 1, start: doubled(truth), limits: { min: K + 1, max: K + 1 } };
  expect(reviewed(learned(sample(truth, 8000, 1), recent, options))).toBeUndefined();
});
