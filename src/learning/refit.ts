import { accelerate } from "../em/accelerate.js";
import { OwnChunks } from "../em/chunks.js";
import type { Kernel } from "../kernel/kernel.js";
import { type PointBatch, totalWeight } from "../mixture/point-batch.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import { offsetAfter } from "./step-size.js";
import type { Progress, StepwiseEM } from "./stepwise-em.js";

/**
 * Where a mixture stands after accelerated EM on a batch of points: its statistics are then those of the batch, and its
 * steps go on as after a warm-up of that many points.
 *
 * @returns undefined when the points have no weight.
 */
export function* refit(
  { progress, prior }: Pick<StepwiseEM, "progress" | "prior">,
  batch: PointBatch,
  { miniBatch, schedule }: Pick<CheckedLearnerOptions, "miniBatch" | "schedule">,
  kernel: Kernel,
): Generator<undefined, Progress | undefined> {
  const weight = totalWeight(batch);
  if (!(weight > 0)) return undefined;
  const { mixture, expected } = yield* accelerate(new OwnChunks(batch, kernel), progress.mixture, { prior });
  return {
    ...progress,
    mixture,
    statistics: expected.statistics.scale(1 / weight),
    t: 0,
    t0: offsetAfter(weight, miniBatch, schedule),
    effectiveCount: weight,
  };
}
