import { fit } from "../../src/em/fit.js";
import { Learner } from "../../src/learning/learner.js";
import type { LearnerOptions } from "../../src/learning/learner-options.js";
import type { Mixture } from "../../src/mixture/mixture.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { meanLogDensity, sample } from "./fixed-mixtures.js";

const TRAIN = 50_000;
const HELD_OUT = 10_000;

/** How one pass over 50,000 points of a mixture ended. */
export interface Pass {
  /** Mean log density on held-out points, less that of batch EM on the same 50,000. */
  readonly gap: number;
  /** The lowest the stream ever stood above its own warm-up fit, on held-out points. */
  readonly lowest: number;
}

/** Of the learner, what its one mixture does not need: the mixtures beside it change nothing of it. */
const ALONE = { anomaly: { components: "single" } } as const;

/** @param draw which sample of the mixture; a different one for each number. */
export function pass(
  truth: Mixture,
  draw: number,
  batchEM: (train: PointBatch) => Mixture,
  options: Partial<LearnerOptions> = {},
): Pass {
  const { dimensions: D, components } = truth;
  const train = sample(truth, TRAIN, 1000 + draw);
  const heldOut = sample(truth, HELD_OUT, 2000 + draw);
  const learner = new Learner({ dimensions: D, components, ...ALONE, ...options });
  const rows = (from: number, to: number) => ({
    count: to - from,
    dimensions: D,
    values: train.values.subarray(from * D, to * D),
  });
  const W = learner.options.warmup;
  learner.learn(rows(0, W));
  const warmup = meanLogDensity(learner.mixture!, heldOut);
  let lowest = Infinity;
  for (let at = W; at < TRAIN; ) {
    // Often at first, where a step that is too large would do its harm.
    const next = Math.min(TRAIN, at < W + 2000 ? at + 200 : at + 10_000);
    learner.learn(rows(at, next));
    lowest = Math.min(lowest, meanLogDensity(learner.mixture!, heldOut) - warmup);
    at = next;
  }
  return { gap: meanLogDensity(learner.mixture!, heldOut) - meanLogDensity(batchEM(train), heldOut), lowest };
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** Best of ten whole fits on the same points, by their own log-likelihood. */
export function bestOfTen(components: number): (train: PointBatch) => Mixture {
  return (train) => {
    const fits = Array.from({ length: 10 }, (_, i) => fit(train, { components, seed: i + 1, restarts: 1 }));
    return fits.reduce((a, b) => (b.logLikelihood.total > a.logLikelihood.total ? b : a)).mixture;
  };
}
