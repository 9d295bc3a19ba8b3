import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DecodedBatch } from "../../src/format/decoded-batch.js";
import type { PointId } from "../../src/format/origins.js";
import { plain, recordOf } from "./support/decoding.js";

function append(batch: DecodedBatch, x: number, id: PointId = undefined, weight = 1): void {
  batch.reserve(1);
  batch.values.fill(x, batch.count * batch.dimensions, (batch.count + 1) * batch.dimensions);
  batch.append(recordOf("x", { offset: x, timestamp: x + 0.5, key: Uint8Array.of(x) }), -1, x + 0.5, id, weight);
}

describe("DecodedBatch", () => {
  it("keeps every column while it grows, however points, ids, weights and retreats follow each other", () => {
    const step = fc.record({
      id: fc.option(fc.string(), { nil: undefined }),
      weight: fc.constantFrom(1, 1, 1, 0.5),
      rows: fc.integer({ min: 0, max: 3 }),
      retreat: fc.integer({ min: 0, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (steps, capacity) => {
        const batch = new DecodedBatch(2, "points", 3, capacity);
        const model: { x: number; index: number; id: PointId; weight: number }[] = [];
        steps.forEach(({ id, weight, rows, retreat }, x) => {
          append(batch, x, id, weight);
          model.push({ x, index: -1, id, weight });
          batch.reserve(rows);
          batch.values.fill(x, batch.count * 2, (batch.count + rows) * 2);
          batch.appendRows(recordOf("x", { offset: x, timestamp: x + 0.5, key: Uint8Array.of(x) }), rows);
          for (let r = 0; r < rows; r++) model.push({ x, index: rows === 1 ? -1 : r, id: undefined, weight: 1 });
          if (x % 3 === 2) {
            model.length = Math.max(0, model.length - retreat);
            batch.truncate(model.length);
          }
        });
        const found = plain(batch);
        expect(found.points).toEqual(model.map(({ x }) => [x, x]));
        expect(found.indices).toEqual(model.map(({ index }) => index));
        expect(found.timestamps).toEqual(model.map(({ x }) => x + 0.5));
        expect([...batch.offsets.subarray(0, batch.count)]).toEqual(model.map(({ x }) => x));
        expect(batch.keys).toEqual(model.map(({ x }) => Uint8Array.of(x)));
        expect([0, batch.count]).toContain(batch.ids.length);
        expect(model.map((_, i) => batch.ids[i])).toEqual(model.map(({ id }) => id));
        expect(found.weights ?? model.map(() => 1)).toEqual(model.map(({ weight }) => weight));
      }),
    );
  });

  it("gives the learner weights only when a point has one", () => {
    const batch = new DecodedBatch(2, "points", 0);
    append(batch, 1);
    expect(batch.points()).toEqual({ count: 1, dimensions: 2, values: Float64Array.of(1, 1) });
    append(batch, 2, undefined, 0);
    expect(batch.points()).toEqual({
      count: 2,
      dimensions: 2,
      values: Float64Array.of(1, 1, 2, 2),
      weights: Float64Array.of(1, 0),
    });
  });

  it("has no ids when the input has none", () => {
    const batch = new DecodedBatch(2, "points", 0);
    append(batch, 1);
    expect(batch.ids).toEqual([]);
    append(batch, 2, "x");
    expect(batch.ids).toEqual([undefined, "x"]);
  });

  it("is as new when it restarts, with points of another partition", () => {
    const used = new DecodedBatch(1, "t", 0, 1);
    for (let x = 0; x < 20; x++) append(used, x, `id ${x}`, 2);
    used.restart(3);
    const fresh = new DecodedBatch(1, "t", 3, 1);
    for (const batch of [used, fresh]) for (let x = 0; x < 5; x++) append(batch, x + 100, undefined, 1);
    expect(used.partition).toBe(3);
    expect(used.points()).toEqual(fresh.points());
    expect(used.ids).toEqual([]);
    for (const column of ["offsets", "indices", "timestamps", "keys"] as const)
      expect(used[column].slice(0, 5)).toEqual(fresh[column].slice(0, 5));
    expect(used.keys.slice(5).every((key) => key === null)).toBe(true);
  });
});
