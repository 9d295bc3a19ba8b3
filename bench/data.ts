import type { Mixture } from "../src/mixture/mixture.js";
import type { PointBatch } from "../src/mixture/point-batch.js";
import { fixedMixture, sample } from "../test/support/fixed-mixtures.js";

export interface Case {
  readonly data: "separated" | "overlapping";
  readonly mixture: Mixture;
  readonly points: PointBatch;
}

/** Means ~ N(0, 25 I) (separated) or N(0, 4/D I) (overlapping); points in random order, the same every time. */
export function benchCase(data: Case["data"], dimensions: number, components: number, count: number): Case {
  const spread = data === "separated" ? 5 : 2 / Math.sqrt(dimensions);
  const mixture = fixedMixture(dimensions, components, 1, spread);
  return { data, mixture, points: sample(mixture, count, 2) };
}
