import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TDigest } from "../../src/statistics/t-digest.js";
import { draw, exactAtLeast } from "../support/score-streams.js";

const any = fc.double({ noNaN: true });
const near = fc.integer({ min: -5, max: 5 });
const mild = fc.double({ min: -1e6, max: 1e6, noNaN: true });
/** Up to 3,000 values: continuous, tied, huge and infinite ones mixed. */
const values = fc
  .record({
    some: fc.array(fc.oneof(any, near, mild), { maxLength: 300 }),
    spread: fc.integer({ min: 0, max: 2700 }),
    seed: fc.nat(),
  })
  .map(({ some, spread, seed }) => [...draw(seed % 2 === 0 ? "cauchy" : "normal", spread, seed), ...some]);

function digestOf(all: readonly number[], compression = 50): TDigest {
  const digest = new TDigest(compression);
  for (const value of all) digest.add(value);
  return digest;
}

describe("a t-digest of anything", () => {
  it("counts between 0 and n, never increasing, n up to the smallest value and 0 above the largest", () => {
    fc.assert(
      fc.property(values, fc.array(any, { maxLength: 50 }), fc.boolean(), (all, more, flush) => {
        const digest = digestOf(all);
        if (flush) digest.flush();
        const { min, max } = digest;
        const asked = Float64Array.of(Number.NEGATIVE_INFINITY, ...all, ...more, Number.POSITIVE_INFINITY).sort();
        const counts = asked.map((value) => digest.countAtLeast(value));
        const wrong = asked.find((value, i) => {
          const count = counts[i]!;
          if (!(count >= 0 && count <= (i === 0 ? all.length : counts[i - 1]!))) return true;
          return (value <= min && count !== all.length) || (value > max && count !== 0);
        });
        expect(wrong).toBeUndefined();
        if (all.length > 0) expect(digest.countAtLeast(digest.max)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it("has quantiles that never decrease and that lie between the smallest and the largest value", () => {
    fc.assert(
      fc.property(values, (all) => {
        fc.pre(all.length > 0);
        const digest = digestOf(all);
        const quantiles = Array.from({ length: 101 }, (_, i) => digest.quantile(i / 100));
        expect(quantiles[0]).toBe(digest.min);
        expect(quantiles[100]).toBe(digest.max);
        for (let i = 1; i <= 100; i++) expect(quantiles[i]).toBeGreaterThanOrEqual(quantiles[i - 1]!);
      }),
    );
  });

  it("counts infinite values as such, and interpolates nothing up to them", () => {
    const finite = draw("normal", 5000, 1);
    const all = [...finite].flatMap((v, i) => [
      v,
      ...(i % 5 === 0 ? [Infinity] : []),
      ...(i % 10 === 0 ? [-Infinity] : []),
    ]);
    const digest = digestOf(all, 200);
    digest.flush();
    expect(digest.countAtLeast(Infinity)).toBe(1000);
    expect(digest.countAtLeast(1e300)).toBe(1000);
    expect(digest.countAtLeast(-1e300)).toBe(6000);
    expect(digest.countAtLeast(-Infinity)).toBe(6500);
    const sorted = finite.toSorted();
    for (const rank of [1, 2, 3, 50]) {
      const exact = exactAtLeast(sorted, sorted[5000 - rank]!);
      expect(Math.abs(digest.countAtLeast(sorted[5000 - rank]!) - 1000 - exact)).toBeLessThan(1 + 0.05 * rank);
    }
    expect([digest.min, digest.max]).toEqual([-Infinity, Infinity]);
  });

  it("ranks values in other units alike: powers of two bit for bit, others nearly", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: -200, max: 200 }), (seed, exponent) => {
        const all = draw("normal", 3000, seed);
        const scaled = all.map((v) => v * 2 ** exponent);
        const shifted = all.map((v) => 3.7 * v + 1000);
        const [a, b, c] = [digestOf([...all]), digestOf([...scaled]), digestOf([...shifted])];
        all.forEach((v, i) => {
          expect(b.countAtLeast(scaled[i]!)).toBe(a.countAtLeast(v));
          expect(Math.abs(c.countAtLeast(shifted[i]!) - a.countAtLeast(v))).toBeLessThan(1e-6);
        });
        for (const q of [0.001, 0.3, 0.99]) expect(b.quantile(q)).toBe(a.quantile(q) * 2 ** exponent);
      }),
      { numRuns: 20 },
    );
  });

  it("is not changed by questions", () => {
    fc.assert(
      fc.property(values, values, (before, after) => {
        const asked = digestOf(before);
        asked.countAtLeast(0);
        asked.quantile(0.3);
        expect([asked.min, asked.max]).toBeDefined();
        new TDigest().merge(asked);
        const silent = digestOf(before);
        for (const value of after) {
          asked.add(value);
          silent.add(value);
        }
        expect(asked.toState()).toEqual(silent.toState());
      }),
    );
  });
});

describe("a t-digest's state", () => {
  it("restores bit for bit at any moment", () => {
    fc.assert(
      fc.property(values, values, (before, after) => {
        const digest = digestOf(before);
        const restored = TDigest.fromState(Array.from(digest.toState()));
        expect(restored.toState()).toEqual(digest.toState());
        expect([restored.count, restored.min, restored.max]).toEqual([digest.count, digest.min, digest.max]);
        for (const value of after) {
          expect(restored.countAtLeast(value)).toBe(digest.countAtLeast(value));
          digest.add(value);
          restored.add(value);
        }
        expect(restored.toState()).toEqual(digest.toState());
      }),
    );
  });

  it.each([
    ["nothing", []],
    ["too short", [200, 2, 0, 1, 2, 1]],
    ["too long", [200, 1, 0, 1, 1, 1]],
    ["part of a centroid", [200, 0.5, 0, 1]],
    ["more waiting values than fit", [200, 0, 500, ...Array(500).fill(1)]],
    ["descending centroids", [200, 2, 0, 2, 1, 1, 1]],
    ["a centroid at NaN", [200, 1, 0, Number.NaN, 1]],
    ["a weight of 0", [200, 1, 0, 5, 0]],
    ["part of a weight", [200, 1, 0, 5, 1.5]],
    ["a weight of NaN", [200, 1, 0, 5, Number.NaN]],
    ["a waiting NaN", [200, 0, 1, Number.NaN]],
    ["no compression", [Number.NaN, 0, 0]],
  ])("is refused when it is not one: %s", (_, state) => {
    expect(() => TDigest.fromState(state)).toThrow(RangeError);
  });
});

describe("merged t-digests", () => {
  it("hold everything, and leave the other one as it is", () => {
    const parts = Array.from({ length: 8 }, (_, i) => draw(i % 2 === 0 ? "normal" : "cauchy", 4321, i));
    const whole = new TDigest();
    for (const part of parts) {
      const other = digestOf([...part], 200);
      const before = other.toState();
      whole.merge(other);
      expect(other.toState()).toEqual(before);
    }
    const sorted = Float64Array.from(parts.flatMap((part) => [...part])).sort();
    expect(whole.count).toBe(sorted.length);
    for (let rank = 1; rank < sorted.length; rank = Math.ceil(rank * 1.3)) {
      const exact = Math.min(rank, sorted.length - rank);
      expect(Math.abs(whole.countAtLeast(sorted[sorted.length - rank]!) - rank)).toBeLessThan(1 + 0.05 * exact);
    }
  });

  it("can be the same one twice", () => {
    const digest = digestOf([...draw("rounded", 777, 1)], 200);
    const once = digest.countAtLeast(2);
    digest.merge(digest);
    expect([digest.count, digest.countAtLeast(2)]).toEqual([2 * 777, 2 * once]);
  });
});

describe("a t-digest refuses", () => {
  it.each([19, 10_001, Number.NaN, -1])("a compression of %s", (compression) => {
    expect(() => new TDigest(compression)).toThrow(new RegExp(`from 20 to 10000.*got ${compression}`));
  });

  it("NaN, and shares beyond 0 … 1", () => {
    const digest = digestOf([1]);
    expect(() => digest.add(Number.NaN)).toThrow(/NaN .*leave it out/);
    expect(digest.count).toBe(1);
    for (const q of [-0.1, 1.1, Number.NaN]) expect(() => digest.quantile(q)).toThrow(`got ${q}`);
  });
});
