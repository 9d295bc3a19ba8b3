import { describe, expect, it } from "vitest";
import { Learner } from "../../src/learning/learner.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { rows } from "../support/changing-streams.js";
import { D2K5, D8K8, sample } from "../support/fixed-mixtures.js";

const COUNT = 100_000;
/** Warm-up, and the first scores, after which there are p-values. */
const BEFORE = 8000;

/** Shares of p-values below .01, and of flagged points, behind the beginning; none where a new mixture gathers scores. */
function shares(stream: PointBatch, components: number): { readonly rare: number; readonly flagged: number } {
  const learner = new Learner({ dimensions: stream.dimensions, components, restarts: 3 });
  learner.learn(rows(stream, 0, BEFORE));
  const { pValue, flagged } = learner.learn(rows(stream, BEFORE, stream.count));
  const known = pValue.filter((p) => !Number.isNaN(p));
  expect(known.length).toBeGreaterThan(0.97 * COUNT);
  expect(known.every((p) => p > 0 && p <= 1)).toBe(true);
  const rare = known.reduce((sum, p) => sum + Number(p < 0.01), 0);
  return { rare: rare / known.length, flagged: flagged.reduce((sum, one) => sum + one, 0) / known.length };
}

/** All coordinates grow to twice what they were. */
function doubling(stream: PointBatch): PointBatch {
  const { count, dimensions: D } = stream;
  for (let i = BEFORE; i < count; i++)
    for (let j = 0; j < D; j++) stream.values[i * D + j]! *= 1 + (i - BEFORE) / (count - BEFORE);
  return stream;
}

describe.each([
  ["D2 K5", D2K5],
  ["D8 K8", D8K8],
] as const)("p-values of 100,000 points, %s", (_, truth) => {
  it("of a stationary stream are calibrated, and 1 in 1,000 is flagged", () => {
    const { rare, flagged } = shares(sample(truth, BEFORE + COUNT, 11), truth.components);
    expect(Math.abs(rare - 0.01)).toBeLessThan(0.002);
    expect(Math.abs(flagged - 0.001)).toBeLessThan(0.0004);
  });

  it("are calibrated while the scale doubles", () => {
    const { rare } = shares(doubling(sample(truth, BEFORE + COUNT, 12)), truth.components);
    expect(Math.abs(rare - 0.01)).toBeLessThan(0.002);
  });
});
