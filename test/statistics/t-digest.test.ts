import { describe, expect, it } from "vitest";
import { Random } from "../../src/random/random.js";
import { TDigest } from "../../src/statistics/t-digest.js";
import { draw, exactAtLeast, type StreamName, streams } from "../support/score-streams.js";

const COUNT = 100_000;
/** A centroid is a mean: it says little of values that differ by many orders of magnitude. */
const NAMES = (Object.keys(streams) as StreamName[]).filter((name) => name !== "monstrous");
const orders: Record<string, (values: Float64Array) => Float64Array> = {
  "as drawn": (values) => values,
  ascending: (values) => values.toSorted(),
  descending: (values) => values.toSorted().reverse(),
  "from both ends": (values) => {
    const sorted = values.toSorted();
    return sorted.map((_, i) => sorted[i % 2 === 0 ? i / 2 : values.length - (i + 1) / 2]!);
  },
};

function digestOf(values: Iterable<number>, compression?: number): TDigest {
  const digest = new TDigest(compression);
  for (const value of values) digest.add(value);
  return digest;
}

/** Values at exact ranks, dense in both tails, and points between them and their neighbours. */
function probes(sorted: Float64Array): number[] {
  const n = sorted.length;
  const ranks = new Set<number>();
  for (let rank = 1; rank <= n / 2; rank = Math.max(rank + 1, Math.floor(rank * 1.07)))
    ranks.add(rank - 1).add(n - rank);
  return [...ranks].flatMap((i) => [sorted[i]!, sorted[i]! + (sorted[Math.min(i + 1, n - 1)]! - sorted[i]!) / 2]);
}

/** Largest error of ranks in units of 20 + their distance from the nearer end. */
function worstRank(digest: TDigest, sorted: Float64Array): number {
  const n = sorted.length;
  let worst = 0;
  for (const value of probes(sorted)) {
    const exact = exactAtLeast(sorted, value);
    const error = Math.abs(digest.countAtLeast(value) - exact) / (20 + Math.min(exact, n - exact));
    worst = Math.max(worst, error);
  }
  return worst;
}

describe("ranks in a t-digest", () => {
  it.each(NAMES.flatMap((name) => Object.keys(orders).map((order) => [name, order] as const)))(
    "%s, %s: within 7 % of the distance from the nearer end, 13 % where the middle comes last",
    (name, order) => {
      const values = orders[order]!(draw(name, COUNT, 17));
      const digest = digestOf(values);
      expect(digest.count).toBe(COUNT);
      expect(worstRank(digest, values.toSorted())).toBeLessThan(order === "from both ends" ? 0.13 : 0.07);
    },
  );

  it("are within 3 % with a compression of 1,000, and worse with 50", () => {
    const values = draw("normal", COUNT, 3);
    const worst = [50, 200, 1000].map((compression) => worstRank(digestOf(values, compression), values.toSorted()));
    expect(worst[2]).toBeLessThan(0.03);
    expect(worst[0]).toBeGreaterThan(worst[1]!);
    expect(worst[1]).toBeGreaterThan(worst[2]!);
  });

  it("are exact while every value is alone", () => {
    const values = draw("cauchy", 60, 5);
    const sorted = values.toSorted();
    const digest = digestOf(values);
    for (const value of probes(sorted)) expect(digest.countAtLeast(value)).toBe(exactAtLeast(sorted, value));
  });

  it("are within one among the ten largest and smallest of 100,000, and exact for the very ends", () => {
    const values = draw("normal", COUNT, 11);
    const sorted = values.toSorted();
    const digest = digestOf(values);
    digest.flush();
    for (let rank = 1; rank <= 10; rank++) {
      expect(Math.abs(digest.countAtLeast(sorted[COUNT - rank]!) - rank)).toBeLessThanOrEqual(rank === 1 ? 0 : 1);
      expect(Math.abs(COUNT - digest.countAtLeast(sorted[rank - 1]!) + 1 - rank)).toBeLessThanOrEqual(
        rank === 1 ? 0 : 1,
      );
    }
  });
});

describe("ties in a t-digest", () => {
  it("count all equal values at their value and none above it", () => {
    const digest = digestOf(Array(12_345).fill(0.7));
    expect([0.7, 0.7000001, 0.6999999].map((v) => digest.countAtLeast(v))).toEqual([12_345, 0, 12_345]);
    expect([0, 0.5, 1].map((q) => digest.quantile(q))).toEqual([0.7, 0.7, 0.7]);
    digest.flush();
    expect(digest.toState()).toHaveLength(5);
  });

  it("are exact for a stream of few different values, however often they come", () => {
    const values = draw("rounded", COUNT, 23);
    const sorted = values.toSorted();
    const digest = digestOf(values);
    for (let v = -13; v <= 13; v += 0.5) expect(digest.countAtLeast(v)).toBe(exactAtLeast(sorted, v));
    for (const q of [0.001, 0.2, 0.5, 0.9, 0.999])
      expect(digest.quantile(q)).toBe(sorted[Math.ceil(q * COUNT) - 1]! + 0);
  });

  it("make no difference between 0 and −0", () => {
    const digest = digestOf([0, -0, 0, -0]);
    digest.flush();
    expect([digest.countAtLeast(0), digest.countAtLeast(-0)]).toEqual([4, 4]);
    expect(digest.toState()).toHaveLength(5);
  });
});

describe("quantiles of a t-digest", () => {
  it.each(["normal", "cauchy", "exponential", "lump"] as const)("%s: have the rank that was asked for", (name) => {
    const values = draw(name, COUNT, 29);
    const sorted = values.toSorted();
    const digest = digestOf(values);
    for (const q of [0.0001, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999]) {
      const value = digest.quantile(q);
      // Between the shares that lie below the value and that do not exceed it.
      const below = 1 - exactAtLeast(sorted, value) / COUNT;
      const notAbove = below + (exactAtLeast(sorted, value) - exactAtLeast(sorted, value + 1e-12)) / COUNT;
      const slack = 0.05 * Math.min(q, 1 - q) + 1 / COUNT;
      expect(below).toBeLessThan(q + slack);
      expect(notAbove).toBeGreaterThan(q - slack);
    }
    expect(digest.quantile(0)).toBe(sorted[0]);
    expect(digest.quantile(1)).toBe(sorted[COUNT - 1]);
    expect([digest.min, digest.max]).toEqual([sorted[0], sorted[COUNT - 1]]);
  });

  it("are the smallest value that the share does not exceed, where values are alone", () => {
    const digest = digestOf([4, 1, 3, 2]);
    expect([0, 0.25, 0.26, 0.5, 0.75, 0.76, 1].map((q) => digest.quantile(q))).toEqual([1, 1, 2, 2, 3, 4, 4]);
  });
});

describe("a t-digest's size", () => {
  it.each(["normal", "monstrous", "lump"] as const)("%s: stays below the compression over a million values", (name) => {
    const random = new Random(41);
    const digest = new TDigest(200);
    for (let i = 0; i < 1_000_000; i++) {
      digest.add(streams[name](random));
      if (i % 50_000 !== 49_999) continue;
      digest.flush();
      expect(digest.toState().length).toBeLessThan(3 + 2 * 200);
    }
  });
});

describe("an empty t-digest", () => {
  it("has no values, and says so", () => {
    const digest = new TDigest();
    expect([digest.count, digest.countAtLeast(0), digest.countAtLeast(Number.NEGATIVE_INFINITY)]).toEqual([0, 0, 0]);
    expect([digest.min, digest.max, digest.quantile(0.5)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(digest.countAtLeast(Number.NaN)).toBeNaN();
    digest.flush();
    digest.merge(new TDigest());
    expect(digest.count).toBe(0);
  });
});
