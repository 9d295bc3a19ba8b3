import { describe, expect, it } from "vitest";
import { Learner } from "../../src/learning/learner.js";
import { Outlying } from "../../src/learning/outlying.js";
import { PointBuffer } from "../../src/learning/point-buffer.js";
import { Mixture } from "../../src/mixture/mixture.js";
import { points } from "../../src/mixture/point-batch.js";
import { D2K5, meanLogDensity, sample } from "../support/fixed-mixtures.js";

const mixture = new Mixture({
  covarianceType: "full",
  weights: [0.999, 0.001],
  means: [0, 0, 50, 0],
  covariances: [1, 0, 0, 1, 4, 0, 0, 4],
});

function weightsOf(rows: number[][], weights?: number[]): number[] {
  const batch = points(rows, weights === undefined ? {} : { weights });
  const open = new PointBuffer(2, rows.length);
  open.append(batch, 0, rows.length);
  return [...new Outlying(2, rows.length).weightsOf(open, mixture.logDensity(batch), mixture).subarray(0, rows.length)];
}

describe("points set aside", () => {
  it("are those far from every component, light ones too", () => {
    expect(
      weightsOf([
        [0, 0],
        [9, 0],
        [50, 9],
        [25, 0],
        [0, 300],
        [50, -300],
      ]),
    ).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it("keep the others' weights", () => {
    expect(
      weightsOf(
        [
          [0, 0],
          [0, 300],
          [1, 1],
        ],
        [0.5, 2, 3],
      ),
    ).toEqual([0.5, 0, 3]);
  });

  it("are never such with missing coordinates, whose density is another measure", () => {
    expect(weightsOf([[Number.NaN, 300]])).toEqual([1]);
  });
});

describe("a learner", () => {
  const clean = sample(D2K5, 6000, 1);
  const outliers = points(Array.from({ length: 20 }, (_, i) => [(-1) ** i * 1e6, 1e6]));

  it("is not moved by outliers that drift would tell of, if they became many", () => {
    const learner = new Learner({ dimensions: 2, components: 5 });
    learner.learn(clean);
    const before = meanLogDensity(learner.mixture!, clean);
    learner.learn(outliers);
    learner.flush();
    expect(meanLogDensity(learner.mixture!, clean)).toBeGreaterThan(before - 0.001);
  });

  it("that does not watch for drift learns them like all others", () => {
    const learner = new Learner({ dimensions: 2, components: 5, drift: false });
    learner.learn(clean);
    const before = meanLogDensity(learner.mixture!, clean);
    learner.learn(outliers);
    learner.flush();
    expect(meanLogDensity(learner.mixture!, clean)).toBeLessThan(before - 0.1);
  });

  it("that does not watch for drift goes on after points as far away as numbers go", () => {
    const learner = new Learner({ dimensions: 2, components: 5, drift: false });
    learner.learn(clean);
    learner.learn(
      points([
        [1e100, -1e100],
        [0, 1e20],
        [1e-300, 3],
      ]),
    );
    learner.flush();
    const { logDensity } = learner.learn(clean);
    expect(logDensity.every(Number.isFinite)).toBe(true);
  });
});
