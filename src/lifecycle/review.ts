import { checkWhole } from "../em/fit-options.js";
import type { Mixture } from "../mixture/mixture.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { renamed } from "../mixture/renamed.js";
import type { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import { type Applied, apply } from "./apply.js";
import { type ChangeKind, type Finding, findings } from "./findings.js";
import { checkNextId } from "./identity.js";
import { present } from "./present.js";
import { sceneOf } from "./scene.js";
import type { Situation } from "./situation.js";

/** A situation, and what may be done about it. */
export interface ReviewInput extends Situation {
  /** The last points, the oldest first, one or two thousand; with weights, and NaN where a coordinate is missing. */
  readonly recent: PointBatch;
  /** Numbers of components that are allowed. */
  readonly limits: { readonly min: number; readonly max: number };
  /** The first id that was never given. */
  readonly nextId: number;
  /** Version of the mixture after a change: when its new components are born. */
  readonly version: number;
}

/** A change for the better. */
export interface Change {
  readonly kind: ChangeKind;
  readonly mixture: Mixture;
  /** Normalised, to go on with. */
  readonly statistics: SufficientStatistics;
  /** How many points they stand for: less than before where components are new, see `compose`. */
  readonly effectiveCount: number;
  readonly nextId: number;
  /** Ids of the components concerned: before, then after. */
  readonly components: readonly number[];
  /**
   * What proved it, by points that nothing was fitted to: `gain` in nats a point over the mixture as it was, its `z`,
   * the number of `points`; with new components their `share`, with one that vanished the share that was `expected`
   * and the one `found`.
   */
  readonly numbers: Readonly<Record<string, number>>;
}

/**
 * Looks at the components of a mixture with the help of recent points, and proposes the change that helps most, if any
 * provably helps; yields after bounded work. It proposes one change at a time: call it again with what came of it.
 *
 * A change must raise the likelihood of points that it was not fitted to, by more than its parameters cost; merging
 * may lose next to nothing. Components that are not concerned keep ids, means, covariances and statistics, the
 * covariances up to the prior's part; their shares are rescaled by one factor: 1 − share of a component that is born,
 * 1/(1 − share) of one that dies, 1 at a split or a merge of others.
 *
 * @throws RangeError when the limits are not whole numbers 1 ≤ min ≤ max, the seed is not a whole number, the
 *   dimensions differ, or `nextId` was given already.
 * @example
 * const change = drive(review({ mixture, statistics, effectiveCount, prior, recent, limits, nextId, version, seed, kernel }));
 * change?.kind; // "birth": change.mixture has one component more
 */
export function* review(input: ReviewInput): Generator<undefined, Change | undefined> {
  checkInput(input);
  const scene = yield* sceneOf(input, input.recent);
  if (scene === undefined) return undefined;
  let best: Finding | undefined;
  for (const finding of yield* findings(present(scene), input.limits))
    if (best === undefined || finding.evidence.gain > best.evidence.gain) best = finding;
  return best === undefined ? undefined : changeOf(best, input);
}

function checkInput({ mixture, recent, limits: { min, max }, nextId, seed }: ReviewInput): void {
  checkWhole("limits.min", min, 1);
  checkWhole("limits.max", max, min);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed is ${seed}: it must be a whole number`);
  if (recent.count > 0 && recent.dimensions !== mixture.dimensions)
    throw new RangeError(`points have ${recent.dimensions} dimensions, the mixture ${mixture.dimensions}`);
  checkNextId(mixture, nextId);
}

function changeOf({ kind, evidence, numbers, steps }: Finding, input: ReviewInput): Change {
  let last: Pick<Applied, "mixture" | "statistics" | "effectiveCount" | "nextId"> = input;
  let before: readonly number[] = [];
  let after: readonly number[] = [];
  for (const [scene, candidate] of steps) {
    const situation = { ...scene, mixture: renamed(scene.mixture, last.mixture.ids, last.mixture.born) };
    const applied = apply(situation, candidate, last.nextId, input.version);
    // What one step makes and the next takes away was never there.
    before = [...before, ...applied.before.filter((id) => !after.includes(id))];
    after = [...after.filter((id) => !applied.before.includes(id)), ...applied.after];
    last = applied;
  }
  const { mixture, statistics, effectiveCount, nextId } = last;
  const { gain, z, points } = evidence;
  return {
    kind,
    mixture,
    statistics,
    effectiveCount,
    nextId,
    components: [...before, ...after],
    numbers: { gain, z, points, ...numbers },
  };
}
