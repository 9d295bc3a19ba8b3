import { type Addition, addition, type Opponent } from "./addition.js";
import { gaussiansOf } from "./bhattacharyya.js";
import { type Candidate, compose } from "./candidate.js";
import { pickComponents } from "./component-statistics.js";
import { type Death, death, deathOf, withoutComponent } from "./death.js";
import { samePlaces } from "./identity.js";
import { merge } from "./merge.js";
import { partialEM } from "./partial-em.js";
import { restaged, type Scene } from "./scene.js";
import { logDensities, type ScoredPoints } from "./scored-points.js";
import { withoutStrays } from "./strays.js";

/** A component fewer in one place and one more in another. */
export interface Respawn {
  readonly removal: Candidate;
  /** The scene that the removal leaves, in which the addition takes place. */
  readonly left: Scene;
  readonly addition: Addition;
}

const RIVAL = { iterations: 5, share: "free" } as const;

/**
 * Moves a component to where it is needed more, when there may be no more of them: one that is missed little goes, by
 * death or by merging (split-and-merge, Ueda et al. 2000), and one is added by split or birth.
 *
 * Both steps together must beat the mixture that is there, and the mixture with the same components fitted anew: one
 * that has only changed a little keeps its name. The addition must also pay for itself beside the removal alone.
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
  const anew = yield* fittedAnew(scene, removal);
  // Two that were just merged are not taken apart again.
  const found = yield* addition(left, anew === undefined ? [present] : [present, anew], composed.places[0]);
  return found === undefined ? undefined : { removal, left, addition: found };
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

/** Undefined where they end up in other places: that is a respawn, too, and no rival to one. */
function* fittedAnew(scene: Scene, { removed, memory }: Candidate): Generator<undefined, Opponent | undefined> {
  const start = { removed, added: pickComponents(scene.statistics, removed), rescale: 1, memory };
  const { candidate } = yield* partialEM(scene, scene.train, start, RIVAL);
  const { mixture, places } = compose(scene, candidate);
  if (samePlaces(gaussiansOf(scene.mixture, removed), gaussiansOf(mixture, places)).some((from) => from < 0))
    return undefined;
  return { logDensity: logDensities(mixture, scene.test.batch, scene.kernel), components: mixture.components };
}
