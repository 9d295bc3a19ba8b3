import { type Addition, addition } from "./addition.js";
import { gaussiansOf } from "./bhattacharyya.js";
import { type Candidate, compose } from "./candidate.js";
import { type Death, death, deathOf, withoutComponent } from "./death.js";
import { isSamePlace } from "./identity.js";
import { merge } from "./merge.js";
import { restaged, type Scene } from "./scene.js";
import type { ScoredPoints } from "./scored-points.js";
import { withoutStrays } from "./strays.js";

/** A component fewer in one place and one more in another. */
export interface Respawn {
  readonly removal: Candidate;
  /** The scene that the removal leaves, in which the addition takes place. */
  readonly left: Scene;
  readonly addition: Addition;
}

/**
 * Moves a component to where it is needed more, when there may be no more of them: one that is missed little goes, by
 * death or by merging (split-and-merge, Ueda et al. 2000), and one is added by split or birth.
 *
 * Both steps together must beat the mixture that is there, and the addition must also pay for itself beside the removal
 * alone. One that has only moved a little keeps its name: what was removed must not come back.
 */
export function* respawn(scene: Scene): Generator<undefined, Respawn | undefined> {
  let best: Respawn | undefined;
  for (const removal of yield* removals(scene)) {
    const found = yield* respawnBy(scene, removal);
    if (found === undefined) continue;
    if (best === undefined || found.addition.evidence.gain > best.addition.evidence.gain) best = found;
  }
  return best;
}

function* respawnBy(scene: Scene, removal: Candidate): Generator<undefined, Respawn | undefined> {
  const composed = compose(scene, removal);
  const left = yield* restaged(scene, composed);
  const present = { logDensity: scene.test.logDensity, components: scene.mixture.components };
  // Two that were just merged are not taken apart again.
  const found = yield* addition(left, [present], composed.places[0]);
  return found === undefined || comesBack(scene, removal, left, found) ? undefined : { removal, left, addition: found };
}

/** Whether what was added stands where what was removed has stood: then nothing was gained but a fit to younger points. */
function comesBack(scene: Scene, { removed }: Candidate, left: Scene, { candidate }: Addition): boolean {
  const { mixture, places } = compose(left, candidate);
  const old = gaussiansOf(scene.mixture, removed);
  return gaussiansOf(mixture, places).some((added) => old.some((gone) => isSamePlace(gone, added)));
}

/**
 * The death and the merge that recent points mind least; of a dead component nothing but its death. Points that lie
 * where nothing accounts for them have no say: it is from them that an addition would start, and however far away, one
 * of the components is always the nearest.
 */
function* removals(scene: Scene): Generator<undefined, Candidate[]> {
  if (scene.mixture.components === 1) return [];
  const dead = death(scene);
  if (dead !== undefined) return [withoutComponent(scene, dead.component)];
  const points = withoutStrays(scene.all);
  const least = leastMissed(scene, points);
  const merged = yield* merge(scene, points);
  return [withoutComponent(scene, least.component), ...(merged === undefined ? [] : [merged.candidate])];
}

function leastMissed(scene: Scene, points: ScoredPoints): Death {
  let least = deathOf(scene, 0, points);
  for (let k = 1; k < scene.mixture.components; k++) {
    const found = deathOf(scene, k, points);
    if (found.evidence.gain > least.evidence.gain) least = found;
  }
  return least;
}
