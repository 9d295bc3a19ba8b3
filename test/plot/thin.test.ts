import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimate, thin } from "../../src/plot/thin.js";

describe("thin", () => {
  it("keeps everything within the limit", () => {
    expect([...thin(4, 4)]).toEqual([0, 1, 2, 3]);
    expect([...thin(0, 4)]).toEqual([]);
  });

  it("takes one of each of `limit` equal stretches, the same ones every time", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50_000 }), fc.integer({ min: 1, max: 500 }), (count, limit) => {
        fc.pre(count > limit);
        const chosen = thin(count, limit);
        expect(chosen.length).toBe(limit);
        const stretch = (block: number) => Math.floor((block * count) / limit);
        expect(chosen.every((index, block) => index >= stretch(block) && index < stretch(block + 1))).toBe(true);
        expect(thin(count, limit)).toEqual(chosen);
      }),
    );
  });

  it("shows no period of the stream", () => {
    // Every tenth point belongs to a class of its own: a tenth of the chosen should.
    const chosen = thin(40_000, 4000);
    const own = chosen.filter((i) => i % 10 === 0).length;
    expect(Math.abs(own - 400)).toBeLessThan(4.9 * Math.sqrt(4000 * 0.1 * 0.9));
  });
});

describe("decimate", () => {
  const values = fc.array(fc.oneof(fc.double({ min: -9, max: 9, noNaN: true }), fc.constant(Number.NaN)), {
    maxLength: 300,
  });

  it("keeps first, lowest, highest and last of every column, in order, and all gaps", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (series, perColumn) => {
        const at = (i: number) => i / perColumn;
        const kept = decimate(series, at);
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        const stretches = new Map<string, number[]>();
        let gaps = 0;
        series.forEach((value, i) => {
          if (Number.isNaN(value)) {
            gaps++;
            expect(kept).toContain(i);
          } else {
            const key = `${gaps} ${Math.floor(at(i))}`;
            stretches.set(key, [...(stretches.get(key) ?? []), i]);
          }
        });
        for (const indices of stretches.values()) {
          const own = indices.filter((i) => kept.includes(i)).map((i) => series[i]!);
          const all = indices.map((i) => series[i]!);
          expect(Math.max(...own)).toBe(Math.max(...all));
          expect(Math.min(...own)).toBe(Math.min(...all));
          expect(kept).toContain(indices[0]);
          expect(kept).toContain(indices.at(-1));
          expect(own.length).toBeLessThanOrEqual(4);
        }
      }),
    );
  });
});
