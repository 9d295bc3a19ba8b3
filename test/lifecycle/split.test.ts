import { describe, expect, it } from "vitest";
import { fit } from "../../src/em/fit.js";
import { inheritIds } from "../../src/lifecycle/identity.js";
import type { Mixture } from "../../src/mixture/mixture.js";
import { meanLogDensity, sample } from "../support/fixed-mixtures.js";
import { range, separated } from "./support/clusters.js";
import { changed, learned, reviewed } from "./support/learned.js";
import { blurred } from "./support/misfits.js";
import { expectOthersUnaffected } from "./support/unaffected.js";

const K = 4;

describe.each([2, 8])("two clusters covered by one component, in %i dimensions", (D) => {
  it.each(range(20, 1))("get one each, seed %i", (seed) => {
    const truth = separated(D, K, seed);
    const points = sample(truth, 5000, seed);
    const recent = sample(truth, 1500, 200 + seed);
    const input = learned(points, recent, { components: K - 1, start: blurred(truth), limits: { min: 1, max: 8 } });
    const change = reviewed(input)!;
    expect(change.kind).toBe("split");
    expect(change.mixture.components).toBe(K);
    const [parent, ...halves] = change.components;
    // The half that has more of the oldest points goes on under the old name.
    expect([...halves].sort()).toEqual([parent!, K - 1].sort());
    expect(change.nextId).toBe(K);
    expectOthersUnaffected(input, change);
    expect(inheritIds(change.mixture, truth, 100, 0).births).toEqual([]);
    const heldOut = sample(truth, 5000, 999);
    const best = fit(points, { components: K, start: truth }).mixture;
    const gap = (mixture: Mixture) => meanLogDensity(best, heldOut) - meanLogDensity(mixture, heldOut);
    expect(gap(change.mixture)).toBeLessThan(0.25 * gap(input.mixture));
    expect(reviewed(changed(input, change))).toBeUndefined();
  });
});
