import { describe, expect, it } from "vitest";
import { fit } from "../../src/em/fit.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { D2K5, D8K8, OVERLAPPING } from "../support/fixed-mixtures.js";
import { bestOfTen, median, pass } from "../support/one-pass.js";

const DRAWS = 20;

describe.each([
  ["D2 K5", D2K5],
  ["D8 K8", D8K8],
] as const)("one pass over 50,000 points of a fixed mixture, %s", (_, truth) => {
  const { components } = truth;

  it("ends within .002 nats/point of batch EM, and never falls below its own warm-up", () => {
    // Batch EM from the true parameters is no worse than the best of ten; the next test and
    // `npm run accuracy` hold it to that.
    const passes = Array.from({ length: DRAWS }, (_, draw) =>
      pass(truth, draw, (train) => fit(train, { components, start: truth }).mixture),
    );
    expect(median(passes.map((p) => p.gap))).toBeGreaterThan(-0.002);
    for (const { lowest } of passes) expect(lowest).toBeGreaterThan(-0.01);
  });

  it("ends within .004 nats/point of the best of ten batch fits", () => {
    expect(pass(truth, 0, bestOfTen(components)).gap).toBeGreaterThan(-0.004);
  });
});

describe("re-fits while young, where components overlap", () => {
  it("bring the mixture nearer to batch EM by at least 30 %, to within .015 nats/point", () => {
    const gaps = OVERLAPPING.map((truth) => {
      const { components } = truth;
      const fitted = (train: PointBatch) => fit(train, { components, start: truth }).mixture;
      const plain = pass(truth, 0, fitted, { refits: false }).gap;
      return { plain, refitted: pass(truth, 0, fitted).gap };
    });
    expect(median(gaps.map(({ refitted }) => refitted))).toBeGreaterThan(-0.015);
    expect(median(gaps.map(({ refitted, plain }) => refitted / plain))).toBeLessThan(0.7);
  });
});
