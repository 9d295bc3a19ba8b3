import { describe, expect, it } from "vitest";
import { accumulateFull } from "../../src/kernel/reference/accumulate-full.js";
import { SufficientStatistics } from "../../src/statistics/sufficient-statistics.js";
import { emptySums, toStatistics } from "../../src/statistics/sums.js";
import { flat, oracle, relative } from "../support/oracles.js";

interface Shard {
  points: number[][];
  weights: number[];
  s0: number;
  mean: number[];
  scatter: number[][];
}
interface Case {
  name: string;
  offset: number;
  a: Shard;
  b: Shard;
  union: Pick<Shard, "s0" | "mean" | "scatter">;
}

const { cases } = oracle<{ cases: Case[] }>("merge");

function given(shard: Pick<Shard, "s0" | "mean" | "scatter">): SufficientStatistics {
  const statistics = new SufficientStatistics(1, shard.mean.length, "full");
  statistics.count[0] = shard.s0;
  statistics.mean.set(shard.mean);
  statistics.scatter.set(flat(shard.scatter));
  return statistics;
}

/** Two passes: the second about the mean that the first one found. */
function direct(points: number[][], weights: number[]): SufficientStatistics {
  const x = flat(points);
  let about = Float64Array.from(points[0]!);
  for (let pass = 0; ; pass++) {
    const sums = emptySums(1, about.length, "full", about);
    accumulateFull(x, 0, points.length, Float64Array.from(weights), undefined, sums);
    const statistics = toStatistics(sums);
    if (pass === 1) return statistics;
    about = statistics.mean.slice();
  }
}

describe.each(cases.map((c) => [c.name, c] as const))("statistics of shards: %s", (_, c) => {
  it("merge to those of the union", () => {
    const merged = given(c.a).merge(given(c.b));
    const tolerance = c.offset === 0 ? 1e-12 : 1e-8;
    expect(relative(merged.count, [c.union.s0])).toBeLessThan(1e-12);
    expect(relative(merged.mean, c.union.mean)).toBeLessThan(1e-12);
    expect(relative(merged.scatter, flat(c.union.scatter))).toBeLessThan(tolerance);
  });

  it("equal two passes over the union's points", () => {
    const statistics = direct([...c.a.points, ...c.b.points], [...c.a.weights, ...c.b.weights]);
    expect(relative(statistics.count, [c.union.s0])).toBeLessThan(1e-12);
    expect(relative(statistics.mean, c.union.mean)).toBeLessThan(1e-12);
    expect(relative(statistics.scatter, flat(c.union.scatter))).toBeLessThan(1e-12);
  });
});
