import type { Kernel } from "../kernel/kernel.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { fittedTo } from "./beginnings.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import { type DepthOf, StepwiseEM } from "./stepwise-em.js";

/** Restarts of mixtures whose components nobody sees: a local maximum is as good to them. */
const RESTARTS = 3;

type SideOptions = Pick<CheckedLearnerOptions, "components" | "anomaly">;

/** Whether the depth of the mixture that labels is part of the anomaly score: alone, or as one of the sizes asked for. */
export function mainCounts({ components: { min, max }, anomaly }: SideOptions): boolean {
  return anomaly.components === "single" || (min === max && anomaly.components.includes(min));
}

/** Which depths of the mixture that labels are wanted. */
export function mainDepth(options: SideOptions): DepthOf {
  if (!mainCounts(options)) return "none";
  return options.anomaly.components === "single" ? "own" : "views";
}

/** Numbers of components of the mixtures that learn beside the one that labels. */
export function sideComponents(options: SideOptions): readonly number[] {
  const { components, anomaly } = options;
  if (anomaly.components === "single") return [];
  return mainCounts(options) ? anomaly.components.filter((K) => K !== components.min) : anomaly.components;
}

/**
 * The mixtures beside the one that labels, fitted to points.
 *
 * @param before those in whose place they come: what mixtures of each size have foretold so far goes on.
 */
export function* sidesFittedTo(
  points: PointBatch,
  options: CheckedLearnerOptions,
  kernel: Kernel,
  before: readonly StepwiseEM[] = [],
): Generator<undefined, StepwiseEM[]> {
  const sides: StepwiseEM[] = [];
  const quick = { ...options, restarts: Math.min(RESTARTS, options.restarts) };
  for (const components of sideComponents(options)) {
    const old = before.find(({ progress }) => progress.mixture.components === components);
    const progress = yield* fittedTo(points, components, quick, kernel);
    sides.push(new StepwiseEM(options, kernel, progress, "views", old?.prequential));
  }
  return sides;
}
