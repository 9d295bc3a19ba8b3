import type { Kernel } from "../kernel/kernel.js";
import { inheritIds } from "../lifecycle/identity.js";
import { renamed } from "../mixture/renamed.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import type { PointBuffer } from "./point-buffer.js";
import { sidesFittedTo } from "./side-components.js";
import type { Progress, StepwiseEM } from "./stepwise-em.js";

/** Where the mixture stands once some of its components were changed: one version on, new ones born in it. */
export function changed({ version }: Progress, change: Progress, firstNewId: number): Progress {
  const { ids, born } = change.mixture;
  const bornNow = born.map((before, k) => (ids[k]! >= firstNewId ? version + 1 : before));
  return { ...change, version: version + 1, mixture: renamed(change.mixture, ids, bornNow) };
}

/** What takes the place of mixtures from before the stream changed. */
export interface Exchanged {
  readonly progress: Progress;
  readonly others: readonly StepwiseEM[];
  readonly nextId: number;
  /** Ids of components that are nowhere in the mixture before, and of those that are nowhere in this one. */
  readonly births: readonly number[];
  readonly deaths: readonly number[];
}

/** Everything as it is after the stream changed: components keep their ids where they are still the same. */
export function* exchanged(
  before: Progress,
  nextId: number,
  winner: Progress,
  others: readonly StepwiseEM[],
  points: PointBuffer,
  options: CheckedLearnerOptions,
  kernel: Kernel,
): Generator<undefined, Exchanged> {
  const version = before.version + 1;
  const identity = inheritIds(before.mixture, winner.mixture, nextId, version);
  const { births, deaths } = identity;
  return {
    progress: { ...winner, version, mixture: renamed(winner.mixture, identity.ids, identity.born) },
    others: yield* sidesFittedTo(points.batch(), options, kernel, others),
    nextId: identity.nextId,
    births,
    deaths,
  };
}
