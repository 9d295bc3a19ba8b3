import type { PointBatch } from "../../../src/mixture/point-batch.js";
import { Random } from "../../../src/random/random.js";
import { fixedMixture, sample } from "../../support/fixed-mixtures.js";

const MIXTURE = fixedMixture(3, 4, 7, 1);

/** Four overlapping clusters in three dimensions. */
export function batchOf(count: number): PointBatch {
  return sample(MIXTURE, count, 1);
}

/** The same with every tenth coordinate missing, and weights, some of them 0. */
export function holedBatchOf(count: number): PointBatch {
  const { dimensions, values } = batchOf(count);
  const random = new Random(3);
  return {
    count,
    dimensions,
    values: values.map((x) => (random.uniform() < 0.1 ? Number.NaN : x)),
    weights: Float64Array.from({ length: count }, () => random.below(4) / 3),
  };
}
