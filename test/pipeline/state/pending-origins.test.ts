import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Origins } from "../../../src/format/origins.js";
import { PendingOrigins } from "../../../src/pipeline/state/pending-origins.js";

const origins = (partition: number, from: number, count: number): Origins => ({
  topic: "points",
  partition,
  count,
  offsets: Float64Array.from({ length: count + 3 }, (_, i) => from + i), // columns may be longer
  indices: Int32Array.from({ length: count }, (_, i) => (i % 3) - 1),
  timestamps: Float64Array.from({ length: count }, (_, i) => (i % 2 === 0 ? Number.NaN : i)),
  ids: Array.from({ length: count }, (_, i) => [undefined, `id${i}`, i][i % 3]),
  keys: Array.from({ length: count }, (_, i) => (i % 2 === 0 ? null : Uint8Array.of(i, 255, 0))),
});

/** All that is known of each point, one after the other. */
const rows = (runs: readonly Origins[]) =>
  runs.flatMap((run) =>
    Array.from({ length: run.count }, (_, i) => [
      run.topic,
      run.partition,
      run.offsets[i],
      run.indices[i],
      run.timestamps[i],
      run.ids[i],
      run.keys[i],
    ]),
  );

describe("origins of points that wait for their labels", () => {
  it("come out as they went in, in runs of one partition, also by way of the state", () => {
    const parts = fc.array(fc.tuple(fc.nat(2), fc.nat(1500)), { maxLength: 5 });
    fc.assert(
      fc.property(parts, fc.nat(3000), (added, passed) => {
        const pending = new PendingOrigins("points");
        pending.pass(passed);
        const all = added.map(([partition, count], i) => origins(partition, i * 10_000, count));
        for (const run of all) pending.add(run);
        const learner = { points: passed + pending.count, pending: pending.count };
        const restored = PendingOrigins.fromSections(pending.toSections(), "points", learner);
        const expected = rows(all);
        expect(rows(restored.take(learner.pending))).toEqual(expected);
        expect(rows(pending.take(learner.pending))).toEqual(expected);
        expect(pending.toSections().size).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it("change only the last chunk of their state as they grow", () => {
    const pending = new PendingOrigins("points");
    pending.add(origins(0, 0, 2500));
    const before = pending.toSections();
    pending.add(origins(0, 2500, 100));
    const after = pending.toSections();
    expect([...after.keys()]).toEqual(["pending/0", "pending/1", "pending/2"]);
    const changed = [...after].filter(([name, bytes]) => !Buffer.from(bytes).equals(Buffer.from(before.get(name)!)));
    expect(changed.map(([name]) => name)).toEqual(["pending/2"]);
  });

  it("are refused when they do not fit the learner, or are damaged", () => {
    const pending = new PendingOrigins("points");
    pending.add(origins(0, 0, 1200));
    const sections = pending.toSections();
    const restore = (learner: { points: number; pending: number }, from = sections) =>
      PendingOrigins.fromSections(from, "points", learner);
    expect(() => restore({ points: 1300, pending: 1300 })).toThrow(
      /origins of 1200 waiting points, the learner holds 1300/,
    );
    expect(() => restore({ points: 1300, pending: 1200 })).toThrow(/no origins of points from 100 on/);
    const gap = new Map([...sections].slice(1));
    expect(() => restore({ points: 1200, pending: 1200 }, gap)).toThrow(/no origins of points from 0 on/);
    const damaged = new Map([["pending/0", new TextEncoder().encode("{}")]]);
    expect(() => restore({ points: 1, pending: 1 }, damaged)).toThrow(/"pending\/0" is damaged/);
  });
});
