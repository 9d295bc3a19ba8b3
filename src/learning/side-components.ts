import type { Kernel } from "../kernel/kernel.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { fittedTo } from "./beginnings.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import { StepwiseEM } from "./stepwise-em.js";

/** Restarts of mixtures whose components nobody sees: a local maximum is as good to them. */
const RESTARTS = 3;

type SideOptions = Pick<CheckedLearnerOptions, "components" | "anomaly">;

/** Whether the depth of the mixture that labels is part of the anomaly score: alone, or as one of the sizes asked for. */
export function mainCounts({ components: { min, max }, anomaly }: SideOptions): boolean {
  return anomaly.components === "single" || (min === max && anomaly.components.includes(min));
}

/** Numbers of components of the mixtures that learn beside the one that labels. */
export function sideComponents(options: SideOptions): readonly number[] {
  const { components, anomaly } = options;
  if (anomaly.components === "single") return [];
  return mainCounts(options) ? anomaly.components.filter((K) => K !== components.min) : anomaly.components;
}

/** The mixtures beside the one that labels, fitted to points. */
export function* sidesFittedTo(
  points: PointBatch,
  options: CheckedLearnerOptions,
  kernel: Kernel,
): Generator<undefined, StepwiseEM[]> {
  const sides: StepwiseEM[] = [];
  const quick = { ...options, restarts: Math.min(RESTARTS, options.restarts) };
  for (const components of sideComponents(options))
    sides.push(new StepwiseEM(options, kernel, yield* fittedTo(points, components, quick, kernel), true));
  return sides;
}
