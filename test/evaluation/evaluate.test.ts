import { describe, expect, it } from "vitest";
import { type Evaluation, evaluate } from "../../src/evaluation/evaluate.js";
import { type LabelledPoints, labelledPoints } from "../../src/evaluation/labelled-points.js";
import { rank } from "../../src/evaluation/ranking.js";
import { Learner } from "../../src/learning/learner.js";
import { points } from "../../src/mixture/point-batch.js";
import { Random } from "../../src/random/random.js";
import { table } from "../support/data.js";

/** Drives an evaluation to its end. */
function evaluated(labelled: LabelledPoints, options = {}): { evaluation: Evaluation; shares: number[] } {
  const shares: number[] = [];
  const steps = evaluate(labelled, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return { evaluation: step.value, shares };
    shares.push(step.value);
  }
}

/** Two normal clusters, a tight cluster of anomalies and a few scattered ones, in random order. */
function clustered(count: number): LabelledPoints {
  const random = new Random(3);
  const kinds: string[] = [];
  const rows = Array.from({ length: count }, () => {
    const u = random.uniform();
    kinds.push(u < 0.9 ? "normal" : u < 0.96 ? "tight" : "scattered");
    const [x, y] = [random.normal(), random.normal()];
    if (u < 0.5) return [x, y];
    if (u < 0.9) return [8 + x, 8 + y];
    return u < 0.96 ? [4 + 0.05 * x, 12 + 0.05 * y] : [12 * x, 12 * y];
  });
  return labelledPoints(points(rows), kinds, { positive: ["tight", "scattered"] });
}

const labelled = clustered(6000);

describe("evaluate", () => {
  const { evaluation, shares } = evaluated(labelled);

  it("warms up on a tenth of the points at most, and counts none of it", () => {
    expect(evaluation.warmup).toBe(600);
    expect(evaluation.points).toBe(5400);
    expect(evaluation.anomalies).toBe(labelled.anomalous.slice(600).filter(Boolean).length);
  });

  it("judges what a learner with default settings says", () => {
    const scored = new Learner({ dimensions: 2, components: 10, warmup: 600 }).learn(labelled.points);
    const answers = labelled.anomalous.slice(600);
    expect(evaluation.score).toEqual(rank(scored.anomalyScore.slice(600), answers));
    expect(evaluation.baselines.plain).toEqual(
      rank(
        scored.logDensity.slice(600).map((value) => -value),
        answers,
      ),
    );
    const mean = scored.logDensity.slice(600).reduce((a, b) => a + b, 0) / 5400;
    expect(evaluation.meanLogLikelihood).toBeCloseTo(mean, 12);
  });

  it("knows baselines: a cluster of anomalies fools the plain density, but not the one with a floor", () => {
    const single = new Learner({ dimensions: 2, components: 1, warmup: 600 }).learn(labelled.points);
    expect(evaluation.baselines.k1).toEqual(
      rank(
        single.logDensity.slice(600).map((value) => -value),
        labelled.anomalous.slice(600),
      ),
    );
    expect(evaluation.baselines.floor.auc).toBeGreaterThan(evaluation.baselines.plain.auc + 0.1);
  });

  it("tells how far it is", () => {
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it("keeps the default warm-up where a tenth is more", () => {
    const { evaluation: longer } = evaluated(clustered(12_000), { components: 3 });
    expect(longer.warmup).toBe(1000);
  });

  it("has no use for the classes: other answers, same scores", () => {
    const flipped = { ...labelled, anomalous: labelled.anomalous.map((one) => !one) };
    const { evaluation: opposite } = evaluated(flipped);
    expect(opposite.meanLogLikelihood).toBe(evaluation.meanLogLikelihood);
    expect(opposite.score.auc).toBeCloseTo(1 - evaluation.score.auc, 12);
  });
});

describe("what cannot be evaluated", () => {
  it("too few points to warm up", () => {
    const few = { points: points(Array.from({ length: 99 }, (_, i) => [i])), anomalous: Array(99).fill(false) };
    expect(() => evaluated(few)).toThrow("99 points are too few: a tenth of them is to warm up 10 components");
    expect(() => evaluated(few)).toThrow("it takes 100 at least");
    expect(() => evaluated(few, { components: 0 })).toThrow("components is 0");
  });

  it("no anomaly, or nothing else, behind the warm-up", () => {
    const { points: batch } = labelled;
    const first = { points: batch, anomalous: labelled.anomalous.map((_, i) => i < 600) };
    expect(() => evaluated(first)).toThrow("none of the 5400 points after the warm-up of 600 is an anomaly");
    const last = { points: batch, anomalous: labelled.anomalous.map((_, i) => i >= 600) };
    expect(() => evaluated(last)).toThrow("each of the 5400 points after the warm-up of 600 is an anomaly");
  });
});

it("finds what is unusual in a shuttle", () => {
  const { points: batch, labels } = table("shuttle");
  const question = { positive: [...new Set(labels)].filter((kind) => kind !== "Rad.Flow" && kind !== "High") };
  const part = labels.map((kind, i) => (i % 4 === 0 ? kind : "left out"));
  const { evaluation } = evaluated(
    labelledPoints(batch, part, { ...question, drop: ["High", "left out"], shuffle: 1 }),
  );
  expect(evaluation.score.auc).toBeGreaterThan(0.98);
});
