import { losesNothing } from "./acceptance.js";
import { addition } from "./addition.js";
import type { Candidate } from "./candidate.js";
import { death, reweighted, withoutComponent } from "./death.js";
import type { Evidence } from "./evidence.js";
import { merge } from "./merge.js";
import { respawn } from "./respawn.js";
import type { Scene } from "./scene.js";
import { withoutStrays } from "./strays.js";

/**
 * What can be done about the components of a mixture.
 *
 * - `split`: one fell into two, of which one may keep its id; `merge`: one took another in;
 * - `death`: one vanished; `birth`: one appeared;
 * - `respawn`: one that was not needed where it was (it had lost its points, or was merged into another) began anew
 *   where points were described badly, by a birth or a split: the number of components stays;
 * - `reweight`: one has lost its points, but there may be no fewer: it keeps its place at a small weight.
 */
export type ChangeKind = "split" | "merge" | "death" | "birth" | "respawn" | "reweight";

/** A change that recent points have proven. */
export interface Finding {
  readonly kind: ChangeKind;
  readonly evidence: Evidence;
  readonly numbers?: Readonly<Record<string, number>>;
  /** One after the other, each in the scene that the one before leaves. */
  readonly steps: readonly (readonly [Scene, Candidate])[];
}

/** All changes that are proven, at most one of a kind. */
export function* findings(
  scene: Scene,
  { min, max }: { readonly min: number; readonly max: number },
): Generator<undefined, Finding[]> {
  const K = scene.mixture.components;
  const all = [
    yield* withoutTheDead(scene, K > min),
    K > min ? yield* merged(scene) : undefined,
    K < max ? yield* extended(scene) : undefined,
    K === max ? yield* respawned(scene) : undefined,
  ];
  return all.filter((finding) => finding !== undefined);
}

function* withoutTheDead(scene: Scene, mayShrink: boolean): Generator<undefined, Finding | undefined> {
  const dead = death(scene);
  yield;
  if (dead === undefined || !(mayShrink || dead.proven)) return undefined;
  const { component, evidence, expected, found } = dead;
  const numbers = { expected, found };
  if (mayShrink) return { kind: "death", evidence, numbers, steps: [[scene, withoutComponent(scene, component)]] };
  return { kind: "reweight", evidence, numbers, steps: [[scene, reweighted(scene, dead)]] };
}

function* merged(scene: Scene): Generator<undefined, Finding | undefined> {
  // Points that nothing accounts for would gain by any merge: what it makes is wider.
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
  const numbers = { share: candidate.added.total() };
  const steps = [[scene, removal] as const, [left, candidate] as const];
  return { kind: "respawn", evidence, numbers, steps };
}
