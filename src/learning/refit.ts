import { accelerate } from "../em/accelerate.js";
import { OwnChunks } from "../em/chunks.js";
import { log } from "../kernel/functions/log.js";
import type { Kernel } from "../kernel/kernel.js";
import { freeParameters } from "../mixture/criteria.js";
import type { Mixture } from "../mixture/mixture.js";
import { type PointBatch, totalWeight } from "../mixture/point-batch.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import { offsetAfter } from "./step-size.js";
import type { Progress, StepwiseEM } from "./stepwise-em.js";

/**
 * EM ends when a step gains less than this share of what the points leave open anyway: a mixture of p free parameters
 * that was fitted to n points lies about p/(2n) nats a point below the best one.
 */
const OF_NOISE = 0.002;
const LEAST_TOLERANCE = 1e-5;
/** So much sooner where it will be fitted once more, to these points and as many others: those move it farther. */
const SOONER = 10;
/** What shares left out by a pass come to at most, all of them together, in points. */
const LEFT_OUT = 0.01;

/**
 * Where a mixture stands after accelerated EM on a batch of points: its statistics are then those of the batch, and its
 * steps go on as after a warm-up of that many points.
 *
 * @param again whether it will be fitted once more when the points have doubled.
 * @returns undefined when the points have no weight.
 */
export function* refit(
  { progress, prior }: Pick<StepwiseEM, "progress" | "prior">,
  batch: PointBatch,
  { miniBatch, schedule }: Pick<CheckedLearnerOptions, "miniBatch" | "schedule">,
  kernel: Kernel,
  again = false,
): Generator<undefined, Progress | undefined> {
  const weight = totalWeight(batch);
  if (!(weight > 0)) return undefined;
  const tolerance = (again ? SOONER : 1) * toleranceOf(progress.mixture, weight);
  const options = { prior, tolerance, negligible: log(batch.count / LEFT_OUT) };
  const { mixture, expected } = yield* accelerate(new OwnChunks(batch, kernel), progress.mixture, options);
  return {
    ...progress,
    mixture,
    statistics: expected.statistics.scale(1 / weight),
    t: 0,
    t0: offsetAfter(weight, miniBatch, schedule),
    effectiveCount: weight,
  };
}

function toleranceOf({ components, covarianceType, dimensions }: Mixture, weight: number): number {
  const open = freeParameters(covarianceType, components, dimensions) / (2 * weight);
  return Math.max(LEAST_TOLERANCE, OF_NOISE * open);
}
