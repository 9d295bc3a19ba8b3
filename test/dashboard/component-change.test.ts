import { expect, it } from "vitest";
import { changeOf } from "../../dashboard/src/panels/component-change.js";
import { difference } from "../../src/cli/show/difference.js";
import { Features } from "../../src/format/features/features.js";
import { mixtureOf } from "../../src/format/mixture-of.js";
import type { Snapshot } from "../../src/format/records.js";
import { snapshotOf } from "../../src/format/snapshot.js";
import { fixedMixture } from "../support/fixed-mixtures.js";

it("a component differs from its past as `mixtide snapshot` says it does", () => {
  const features = new Features(["a", "b", "c"]);
  const model = (seed: number) => {
    const provenance = { model: "m", version: seed, previous: null, points: 10, features };
    const record: Snapshot = snapshotOf(fixedMixture(3, 2, seed, 2), provenance, { mean: 0, recent: 0 });
    return { record, features, mixture: mixtureOf(record).mixture };
  };
  const [before, after] = [model(1), model(2)];
  const { matched } = difference(before as never, after as never);
  expect(matched).toHaveLength(2);
  for (const { id, moved, spread } of matched) {
    const found = changeOf(before.record.components[id]!, after.record.components[id]!);
    expect(found.moved).toBeCloseTo(moved, 9);
    expect(found.spread).toBeCloseTo(spread, 9);
  }
});
