import { describe, expect, it } from "vitest";
import { Learner } from "../../src/learning/learner.js";
import type { LearnerOptions } from "../../src/learning/learner-options.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { rows } from "../support/changing-streams.js";
import { D2K5, sample } from "../support/fixed-mixtures.js";

/** Short enough that every mixture learns all of it. */
const stream = sample(D2K5, 6000, 3);
const plain = { dimensions: 2, drift: false, refits: false, restarts: 3 } as const;

function scoresOf(learner: Learner, batch: PointBatch): Float64Array {
  return Float64Array.from(learner.learn(batch).anomalyScore);
}

describe("the anomaly score", () => {
  const alone = (components: number, covariance: "full" | "diagonal" = "full") =>
    scoresOf(
      new Learner({ ...plain, components, covariance, warmup: 1000, anomaly: { components: "single" } }),
      stream,
    );

  it("is the mean of the mass depths that mixtures of each size would give alone, of one component the larger of two", () => {
    const together = scoresOf(new Learner({ ...plain, components: 5, warmup: 1000 }), stream);
    const sizes = [2, 5, 10].map((components) => alone(components));
    const [correlated, independent] = [alone(1), alone(1, "diagonal")];
    const wins = { correlated: 0, independent: 0 };
    for (let i = 0; i < stream.count; i++) {
      const one = Math.max(correlated[i]!, independent[i]!);
      wins[one === correlated[i] ? "correlated" : "independent"]++;
      const mean = (one + sizes.reduce((sum, scores) => sum + scores[i]!, 0)) / 4;
      expect(Math.abs(together[i]! - mean)).toBeLessThan(1e-9 * Math.max(1, mean));
    }
    expect(Math.min(wins.correlated, wins.independent)).toBeGreaterThan(1000);
  });

  it("of a mixture of one component that labels is the larger of two as a member, its own where it is alone", () => {
    const member = scoresOf(
      new Learner({ ...plain, components: 1, warmup: 1000, anomaly: { components: [1] } }),
      stream,
    );
    const [correlated, independent] = [alone(1), alone(1, "diagonal")];
    const larger = correlated.map((score, i) => Math.max(score, independent[i]!));
    for (let i = 0; i < stream.count; i++) expect(member[i]).toBeCloseTo(larger[i]!, 9);
    expect(larger).not.toEqual(correlated);
  });

  it("does not change what the mixture learns", () => {
    const a = new Learner({ ...plain, components: 3 });
    const b = new Learner({ ...plain, components: 3, anomaly: { components: "single" } });
    a.learn(stream);
    b.learn(stream);
    expect(a.mixture!.means).toEqual(b.mixture!.means);
    expect(a.mixture!.compact).toEqual(b.mixture!.compact);
  });

  it("of a long stream comes from mixtures that learn every fourth mini-batch", () => {
    const anomaly = { components: [1] };
    const stays = (options: Partial<LearnerOptions>) => {
      const learner = new Learner({ ...plain, components: 2, anomaly, ...options });
      const stream = sample(D2K5, 30_000, 5);
      // The same point begins every mini-batch.
      for (let i = 0; i < stream.count; i += 100) stream.values.set([1, 1], 2 * i);
      const { anomalyScore } = learner.learn(stream);
      const first = Array.from({ length: 300 }, (_, batch) => anomalyScore[100 * batch]!);
      const changes = (from: number, to: number) =>
        first.slice(from, to).filter((score, i) => score !== first[from + i - 1]).length;
      return { young: changes(20, 50), old: changes(260, 300) };
    };
    expect(stays({})).toEqual({ young: 30, old: 10 });
    expect(stays({ schedule: { kind: "half-life", points: 5000 } })).toEqual({ young: 30, old: 10 });
  });

  it("of mixtures that start from one have sizes up to its own, and no more", () => {
    const learner = new Learner({ ...plain, components: 5, start: { mixture: D2K5, points: 10_000 } });
    const { anomalyScore } = learner.learn(rows(stream, 0, 1000));
    expect(learner.sizes.map(({ components }) => components)).toEqual([1, 2, 5]);
    expect([...anomalyScore].every((score) => score >= 0 && score < 20)).toBe(true);
  });

  it("needs sizes", () => {
    expect(() => new Learner({ ...plain, components: 3, anomaly: { components: [] } })).toThrow(/empty/);
    expect(() => new Learner({ ...plain, components: 3, anomaly: { components: [2, 2] } })).toThrow(/once/);
    expect(() => new Learner({ ...plain, components: 3, anomaly: { components: [0] } })).toThrow(/whole number ≥ 1/);
  });
});

describe("the report of sizes", () => {
  it("finds the number of components that the stream has, by prequential likelihood and criteria", () => {
    const learner = new Learner({ ...plain, components: 2, anomaly: { components: [1, 2, 3, 5, 8] } });
    learner.learn(sample(D2K5, 20_000, 4));
    const { sizes } = learner;
    expect(sizes.map(({ components }) => components)).toEqual([1, 2, 3, 5, 8]);
    const best = sizes.reduce((a, b) => (b.bic < a.bic ? b : a));
    expect(best.components).toBe(5);
    for (const { bic, icl } of sizes) expect(icl).toBeGreaterThanOrEqual(bic);
  });
});

describe("the report of sizes after a replacement", () => {
  it("still compares what mixtures foretold of the same points", () => {
    const learner = new Learner({ dimensions: 2, components: 2, anomaly: { components: [1, 2, 5] }, warmup: 1000 });
    learner.learn(sample(D2K5, 20_000, 4));
    const far = sample(D2K5, 3000, 5);
    const { events } = learner.learn({ ...far, values: far.values.map((x) => 3 * x + 100) });
    expect(events.map(({ kind }) => kind)).toContain("replacement");
    const [one, , five] = learner.sizes;
    // 17,000 to 22,000 points' worth: as much as the better forecast of all of them.
    expect((one!.bic - five!.bic) / (2 * (five!.logLikelihood.mean - one!.logLikelihood.mean))).toBeGreaterThan(17_000);
  });
});

describe("components: auto", () => {
  it("begins with as many as the warm-up shows", () => {
    const learner = new Learner({ dimensions: 2, components: "auto", restarts: 3 });
    learner.learn(sample(D2K5, 6000, 5));
    expect(learner.mixture!.components).toBe(5);
  });

  it("refuses bounds that are none", () => {
    expect(() => new Learner({ dimensions: 2, components: { min: 3, max: 2 } })).toThrow(/components.max/);
    expect(() => new Learner({ dimensions: 2, components: { min: 0, max: 2 } })).toThrow(/components.min/);
  });
});
