import { checkWhole } from "../em/fit-options.js";
import type { Mixture } from "../mixture/mixture.js";
import type { PointBatch } from "../mixture/point-batch.js";
import type { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import { losesNothing } from "./acceptance.js";
import { addition } from "./addition.js";
import { apply, named } from "./apply.js";
import type { Candidate } from "./candidate.js";
import { death, reweighted, withoutComponent } from "./death.js";
import type { Evidence } from "./evidence.js";
import { checkNextId } from "./identity.js";
import { merge } from "./merge.js";
import { present } from "./present.js";
import { respawn } from "./respawn.js";
import { type Scene, sceneOf } from "./scene.js";
import type { Situation } from "./situation.js";
import { withoutStrays } from "./strays.js";

/** A situation, and what may be done about it. */
export interface ReviewInput extends Situation {
  /** The last points, the oldest first; with weights, and NaN where a coordinate is missing. */
  readonly recent: PointBatch;
  /** Numbers of components that are allowed. */
  readonly limits: { readonly min: number; readonly max: number };
  /** The first id that was never given. */
  readonly nextId: number;
  /** Version of the mixture after a change: when its new components are born. */
  readonly version: number;
}

/**
 * What was done.
 *
 * - `split`: one component fell into two; `merge`: two became one;
 * - `death`: one vanished; `birth`: one appeared;
 * - `respawn`: one that was not needed where it was (it had lost its points, or was merged into another) began anew
 *   where points were described badly, by a birth or a split: the number of components stays;
 * - `reweight`: one has lost its points, but there may be no fewer: it keeps a small weight.
 */
export type ChangeKind = "split" | "merge" | "death" | "birth" | "respawn" | "reweight";

/** A change for the better. */
export interface Change {
  readonly kind: ChangeKind;
  readonly mixture: Mixture;
  /** Normalised, to go on with. */
  readonly statistics: SufficientStatistics;
  /** How many points they stand for. */
  readonly effectiveCount: number;
  readonly nextId: number;
  /** Ids of the components concerned: before, then after. */
  readonly components: readonly number[];
  /**
   * What proved it, from points that nothing was fitted to: `gain` in nats a point over the mixture as it was, its `z`,
   * the number of `points`; the `share` of the points that the new components have, or that the vanished one still
   * had (`found`) where it should have had `expected`.
   */
  readonly numbers: Readonly<Record<string, number>>;
}

interface Finding {
  readonly kind: ChangeKind;
  readonly evidence: Evidence;
  readonly numbers?: Readonly<Record<string, number>>;
  /** One after the other, each in the scene that the one before leaves. */
  readonly steps: readonly (readonly [Scene, Candidate])[];
}

/**
 * Looks at the components of a mixture with the help of recent points, and proposes the change that helps most, if any
 * provably helps; yields after bounded work. Call it again after a change: it proposes one at a time.
 *
 * Components that are not concerned keep ids, means, covariances and statistics; their shares are at most rescaled,
 * all by the same factor: 1 − share of a component that is born, 1/(1 − share) of one that dies.
 *
 * @throws RangeError when the limits are not whole numbers 1 ≤ min ≤ max, the dimensions differ, or `nextId` was given
 *   already.
 */
export function* review(input: ReviewInput): Generator<undefined, Change | undefined> {
  checkInput(input);
  const staged = yield* sceneOf(input, input.recent);
  if (staged === undefined) return undefined;
  const scene = present(staged);
  const { min, max } = input.limits;
  const K = scene.mixture.components;
  const findings = [
    yield* withoutTheDead(scene, K > min),
    K > min ? yield* merged(scene) : undefined,
    K < max ? yield* extended(scene) : undefined,
    K === max ? yield* respawned(scene) : undefined,
  ];
  let best: Finding | undefined;
  for (const finding of findings)
    if (finding !== undefined && !(best !== undefined && best.evidence.gain >= finding.evidence.gain)) best = finding;
  return best === undefined ? undefined : changeOf(best, input);
}

function* withoutTheDead(scene: Scene, mayShrink: boolean): Generator<undefined, Finding | undefined> {
  const dead = death(scene);
  yield;
  if (dead === undefined || !(mayShrink || dead.proven)) return undefined;
  const { component, evidence, expected, found } = dead;
  const candidate = mayShrink ? withoutComponent(scene, component) : reweighted(scene, dead);
  return {
    kind: mayShrink ? "death" : "reweight",
    evidence,
    numbers: { expected, found },
    steps: [[scene, candidate]],
  };
}

function* merged(scene: Scene): Generator<undefined, Finding | undefined> {
  const found = yield* merge(scene, withoutStrays(scene.all));
  if (found === undefined || !losesNothing(scene, found.evidence)) return undefined;
  return { kind: "merge", evidence: found.evidence, steps: [[scene, found.candidate]] };
}

function* extended(scene: Scene): Generator<undefined, Finding | undefined> {
  const found = yield* addition(scene);
  if (found === undefined) return undefined;
  const { kind, evidence, candidate } = found;
  return { kind, evidence, numbers: { share: candidate.added.total() }, steps: [[scene, candidate]] };
}

function* respawned(scene: Scene): Generator<undefined, Finding | undefined> {
  const found = yield* respawn(scene);
  if (found === undefined) return undefined;
  const { removal, left, addition } = found;
  const { candidate, evidence } = addition;
  return {
    kind: "respawn",
    evidence,
    numbers: { share: candidate.added.total() },
    steps: [
      [scene, removal],
      [left, candidate],
    ],
  };
}

function changeOf(finding: Finding, { mixture: given, nextId: first, version }: ReviewInput): Change {
  let mixture = given;
  let nextId = first;
  let rest: Pick<Change, "statistics" | "effectiveCount"> | undefined;
  let before: readonly number[] = [];
  let after: readonly number[] = [];
  for (const [scene, candidate] of finding.steps) {
    const applied = apply({ ...scene, mixture: named(scene.mixture, mixture) }, candidate, nextId, version);
    ({ mixture, nextId } = applied);
    rest = applied;
    // What one step makes and the next takes away was never there.
    before = [...before, ...applied.before.filter((id) => !after.includes(id))];
    after = [...after.filter((id) => !applied.before.includes(id)), ...applied.after];
  }
  if (rest === undefined) throw new Error("a finding without steps");
  const { gain, z, points } = finding.evidence;
  return {
    kind: finding.kind,
    mixture,
    statistics: rest.statistics,
    effectiveCount: rest.effectiveCount,
    nextId,
    components: [...before, ...after],
    numbers: { gain, z, points, ...finding.numbers },
  };
}

function checkInput({ mixture, recent, limits: { min, max }, nextId }: ReviewInput): void {
  checkWhole("limits.min", min, 1);
  checkWhole("limits.max", max, min);
  if (recent.count > 0 && recent.dimensions !== mixture.dimensions)
    throw new RangeError(`points have ${recent.dimensions} dimensions, the mixture ${mixture.dimensions}`);
  checkNextId(mixture, nextId);
}
