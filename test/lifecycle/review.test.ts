import { describe, expect, it } from "vitest";
import { referenceKernel } from "../../src/kernel/reference/reference-kernel.js";
import { type ReviewInput, review } from "../../src/lifecycle/review.js";
import { COVARIANCE_TYPES, type CovarianceType } from "../../src/mixture/covariance/covariance-type.js";
import { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { Random } from "../../src/random/random.js";
import { sample } from "../support/fixed-mixtures.js";
import { range, separated, some } from "./support/clusters.js";
import { changed, learned, reviewed } from "./support/learned.js";
import { expectOthersUnaffected } from "./support/unaffected.js";

const K = 4;

/** The same mixture with covariances that a type can describe, as full ones. */
function shaped(mixture: Mixture, type: CovarianceType): Mixture {
  const { dimensions: D, weights, means, covariances } = mixture;
  const shape = covariances.map((_, e) => {
    const k = type.startsWith("tied") ? 0 : Math.floor(e / (D * D));
    const block = covariances.subarray(k * D * D, (k + 1) * D * D);
    const at = e % (D * D);
    const onDiagonal = at % (D + 1) === 0;
    if (type === "full" || type === "tied") return block[at]!;
    if (!onDiagonal) return 0;
    return type.endsWith("spherical") ? range(D).reduce((sum, j) => sum + block[j * (D + 1)]! / D, 0) : block[at]!;
  });
  return new Mixture({ covarianceType: "full", weights, means, covariances: shape });
}

/** Each coordinate is missing with some probability. */
function withGaps(batch: PointBatch, share: number, seed: number): PointBatch {
  const random = new Random(seed);
  return { ...batch, values: batch.values.map((x) => (random.uniform() < share ? Number.NaN : x)) };
}

/** A cluster of 15 % appears; what was learned and the recent points pass through `change` first. */
function appearing(type: CovarianceType, D: number, alter = (batch: PointBatch, _seed: number) => batch): ReviewInput {
  const whole = shaped(separated(D, K + 1, 3, 3), type);
  const before = some(whole, range(K));
  const now = some(whole, range(K + 1), [...Array.from(before.weights, (w) => 0.85 * w), 0.15]);
  return learned(alter(sample(before, 3000, 1), 1), alter(sample(now, 1500, 2), 2), {
    components: K,
    covariance: type,
    limits: { min: 1, max: 8 },
  });
}

describe.each(COVARIANCE_TYPES)("%s covariances", (type) => {
  it.each([2, 5])("a component that appears is born, and dies when it vanishes, in %i dimensions", (D) => {
    const input = appearing(type, D);
    const born = reviewed(input)!;
    expect(born.kind).toBe("birth");
    expect(born.mixture.covarianceType).toBe(type);
    expectOthersUnaffected(input, born);
    const next = changed(input, born);
    const dead = reviewed({ ...next, recent: sample(shaped(separated(D, K + 1, 3, 3), type), 1, 1) });
    expect(dead).toBeUndefined();
    const whole = some(shaped(separated(D, K + 1, 3, 3), type), range(K));
    const death = reviewed({ ...next, recent: sample(whole, 1500, 9) })!;
    expect(death.kind).toBe("death");
    expect(death.components).toEqual([K]);
    expectOthersUnaffected(next, death);
  });

  it("a fifth of the coordinates may be missing", () => {
    const gaps = (batch: PointBatch, seed: number) => withGaps(batch, 0.2, seed);
    const input = appearing(type, 3, gaps);
    const change = reviewed(input)!;
    expect(change.kind).toBe("birth");
    expectOthersUnaffected(input, change);
    expect(reviewed(changed(input, change))).toBeUndefined();
  });
});

describe("weights", () => {
  const weighted = (weight: (i: number) => number) =>
    reviewed(
      appearing("full", 2, (batch) => ({
        ...batch,
        weights: Float64Array.from({ length: batch.count }, (_, i) => weight(i)),
      })),
    );

  it("make no difference when they are all the same, however small", () => {
    const plain = reviewed(appearing("full", 2))!;
    const light = weighted(() => 0.25)!;
    expect(light.kind).toBe("birth");
    // But for the prior, which is worth one point.
    expect(light.numbers.gain! / plain.numbers.gain!).toBeCloseTo(1, 0);
    expect(light.numbers.z! / plain.numbers.z!).toBeCloseTo(1, 0);
    expect(light.numbers.points).toBeCloseTo(plain.numbers.points!, 6);
  });

  it("of 0 are as good as no points", () => {
    const input = appearing("full", 2);
    const { count, dimensions, values } = input.recent;
    // Far away, but without weight.
    const more = new Float64Array(2 * values.length).fill(1e3);
    const weights = new Float64Array(2 * count);
    for (let i = 0; i < count; i++) {
      more.set(values.subarray(i * dimensions, (i + 1) * dimensions), 2 * i * dimensions);
      weights[2 * i] = 1;
    }
    const change = reviewed({ ...input, recent: { count: 2 * count, dimensions, values: more, weights } })!;
    const plain = reviewed(input)!;
    expect(change.kind).toBe(plain.kind);
    expect(change.numbers.points).toBe(plain.numbers.points);
    change.mixture.means.forEach((m, e) => expect(m).toBeCloseTo(plain.mixture.means[e]!, 3));
  });

  it("that are nearly all on a few points tell too little", () => {
    expect(weighted((i) => (i % 30 === 0 ? 1 : 1e-6))).toBeUndefined();
  });

  it("of 0 throughout tell nothing", () => {
    const input = appearing("full", 2);
    const weights = new Float64Array(input.recent.count);
    expect(reviewed({ ...input, recent: { ...input.recent, weights } })).toBeUndefined();
  });
});

describe("hard data", () => {
  const altered = (alter: (x: number, j: number) => number) => (batch: PointBatch) => ({
    ...batch,
    values: batch.values.map((x, e) => alter(x, e % batch.dimensions)),
  });

  it.each([
    ["a constant column", altered((x, j) => (j === 1 ? 7 : x))],
    ["far from the origin", altered((x) => 1e8 + x)],
    ["tiny units", altered((x) => 1e-9 * x)],
    ["whole numbers, with many duplicates", altered((x) => Math.round(2 * x))],
  ])("%s: a component that appears is born", (_, alter) => {
    const input = appearing("full", 3, alter);
    const change = reviewed(input)!;
    expect(change.kind).toBe("birth");
    expect(change.mixture.means.every(Number.isFinite)).toBe(true);
    expect(reviewed(changed(input, change))).toBeUndefined();
  });

  it.each(["default", "mclust", "none"] as const)("the same point over and over, prior %s", (prior) => {
    const batch = { count: 500, dimensions: 2, values: new Float64Array(1000).fill(3) };
    const input = learned(batch, batch, { components: 2, prior, limits: { min: 2, max: 4 } });
    const change = reviewed(input);
    expect(change?.mixture.compact.every(Number.isFinite) ?? true).toBe(true);
    expect(reviewed({ ...input, limits: { min: 1, max: 4 } })?.mixture.components ?? 2).toBeLessThanOrEqual(2);
  });

  it("points without any coordinate say nothing", () => {
    const input = appearing("full", 2);
    const nothing = { count: 1500, dimensions: 2, values: new Float64Array(3000).fill(Number.NaN) };
    expect(reviewed({ ...input, limits: { min: K, max: 8 }, recent: nothing })).toBeUndefined();
  });
});

describe("a review", () => {
  const input = appearing("full", 3);

  it("has the same bits every time, in every kernel, and leaves its input alone", () => {
    const before = { statistics: input.statistics.clone(), values: input.recent.values.slice() };
    const first = reviewed(input);
    expect(first).toBeDefined();
    const again = reviewed(input)!;
    for (const change of [again, reviewed({ ...input, kernel: referenceKernel })!]) {
      expect(change.mixture.means).toEqual(first!.mixture.means);
      expect(change.mixture.compact).toEqual(first!.mixture.compact);
      expect(change.statistics).toEqual(first!.statistics);
      expect(change.numbers).toEqual(first!.numbers);
    }
    expect(input.statistics).toEqual(before.statistics);
    expect(input.recent.values).toEqual(before.values);
  });

  it("comes in slices", () => {
    const slices = review(input);
    let count = 0;
    while (!slices.next().done) count++;
    expect(count).toBeGreaterThan(20);
  });

  it.each([
    [{ limits: { min: 0, max: 3 } }, "limits.min is 0"],
    [{ limits: { min: 3, max: 2 } }, "limits.max is 2"],
    [{ limits: { min: 1.5, max: 2 } }, "limits.min is 1.5"],
    [{ seed: 0.5 }, "seed is 0.5"],
    [{ nextId: 3 }, "nextId is 3, but the id 3 is taken"],
    [{ recent: sample(separated(2, 2, 1), 200, 1) }, "points have 2 dimensions, the mixture 3"],
  ])("refuses bad input", (bad, message) => {
    expect(() => review({ ...input, ...bad }).next()).toThrow(message);
  });

  it("does not grow where there are more components than allowed", () => {
    expect(reviewed({ ...input, limits: { min: 1, max: 2 } })?.mixture.components ?? K).toBeLessThanOrEqual(K);
  });
});
