import { Calibration } from "../anomaly/calibration.js";
import { maximization } from "../em/m-step.js";
import type { Kernel } from "../kernel/kernel.js";
import type { Mixture } from "../mixture/mixture.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { priorOf } from "../statistics/prior.js";
import { reduce } from "../statistics/reduce.js";
import { fittedWithin, fromMixture } from "./beginnings.js";
import { KeepingUp } from "./keeping-up.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import { SideBySide } from "./side-by-side.js";
import { mainCounts, mainDepth, sideComponents, sidesFittedTo } from "./side-components.js";
import { type Progress, StepwiseEM } from "./stepwise-em.js";
import type { StreamParts } from "./stream.js";
import { isRefitted, Young } from "./young.js";

/** Everything that learns, from the points of the warm-up; in slices. */
export function* beginWith(
  warmup: PointBatch,
  options: CheckedLearnerOptions,
  kernel: Kernel,
): Generator<undefined, StreamParts> {
  const progress = yield* fittedWithin(warmup, options.components, options, kernel);
  const others = yield* sidesFittedTo(warmup, options, kernel);
  const parts = partsOf(progress, others, options, kernel, warmup.count);
  parts.keepingUp?.remember(warmup);
  return isRefitted(options) ? { ...parts, young: Young.after(warmup, options) } : parts;
}

/** Everything that learns, from a mixture that stands for `points` points, or is a guess. */
export function beginFrom(
  mixture: Mixture,
  points: number | undefined,
  options: CheckedLearnerOptions,
  kernel: Kernel,
): StreamParts {
  const progress = fromMixture(mixture, points, options);
  return partsOf(progress, sidesOf(progress, options, kernel), options, kernel, points ?? 0);
}

function partsOf(
  progress: Progress,
  others: readonly StepwiseEM[],
  options: CheckedLearnerOptions,
  kernel: Kernel,
  points: number,
): StreamParts {
  const { ids, components } = progress.mixture;
  return {
    mixtures: new SideBySide(new StepwiseEM(options, kernel, progress, mainDepth(options)), others),
    calibration: new Calibration(),
    young: undefined,
    keepingUp: options.drift ? KeepingUp.begin(options, kernel, components, points) : undefined,
    nextId: Math.max(...ids) + 1,
  };
}

/**
 * Mixtures of other sizes without points to fit them to: the given one with components merged, or a copy where it has
 * no more than they should.
 */
function sidesOf(progress: Progress, options: CheckedLearnerOptions, kernel: Kernel): StepwiseEM[] {
  const { components } = progress.mixture;
  const sizes = new Set(sideComponents(options).map((K) => Math.min(K, components)));
  if (mainCounts(options)) sizes.delete(components);
  return [...sizes].map((K) => {
    const prior = priorOf(options.prior, progress.data, K, options.covariance, options.scale);
    const statistics = reduce(progress.statistics, K, prior.floor);
    const identity = { ids: Int32Array.from({ length: K }, (_, k) => k), born: new Float64Array(K) };
    const { mixture } = maximization(statistics, progress.effectiveCount, options.covariance, prior, identity);
    return new StepwiseEM(options, kernel, { ...progress, mixture, statistics }, "views");
  });
}
