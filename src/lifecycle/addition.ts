import { costOf, isPromising, isProven, isStillTrue } from "./acceptance.js";
import { births } from "./birth.js";
import { type Candidate, compose } from "./candidate.js";
import { eldest } from "./eldest.js";
import { type Evidence, evidence } from "./evidence.js";
import { partialEM } from "./partial-em.js";
import type { Proposal } from "./proposal.js";
import type { Scene } from "./scene.js";
import { logDensities, youngerFrom } from "./scored-points.js";
import { splits } from "./split.js";

/** What a further component must beat on the test points: log densities, and what they took. */
export interface Opponent {
  readonly logDensity: Float64Array;
  readonly components: number;
}

/** A further component that test points have proven to be good. */
export interface Addition {
  readonly kind: Proposal["kind"];
  readonly candidate: Candidate;
  /** Over the mixture that is there. */
  readonly evidence: Evidence;
  readonly share: Proposal["share"];
  /** Of the test points. */
  readonly logDensity: Float64Array;
}

/** Proposals that are tried on the test points. */
const TRIED = 3;
/** Deviations by which one that comes later must be better. */
const CLEARLY = 3;
/** Steps of partial EM on all recent points, once the change is decided. */
const FINAL_ITERATIONS = 10;

/**
 * The best further component, by split or birth, if there is one that pays.
 *
 * @param opponents what it must beat beside the mixture of the scene; the first one, if any, is what is really there.
 * @param except a component that is not to be split.
 */
export function* addition(
  scene: Scene,
  opponents: readonly Opponent[] = [],
  except?: number,
): Generator<undefined, Addition | undefined> {
  const proposals = [...(yield* births(scene, except)), ...(yield* splits(scene, except))]
    .filter(({ promise }) => isPromising(scene, promise))
    .sort((a, b) => b.gain - a.gain)
    .slice(0, TRIED)
    .sort((a, b) => a.candidate.removed.length - b.candidate.removed.length);
  let best: Addition | undefined;
  for (const proposal of proposals) {
    const found = tested(scene, opponents, proposal);
    yield;
    if (found === undefined || (best !== undefined && !isBetter(scene, found, best))) continue;
    best = found;
  }
  return best === undefined ? undefined : { ...best, candidate: yield* refitted(scene, best) };
}

/** Clearly: what comes first concerns fewer components, or promises more. */
function isBetter({ test }: Scene, found: Addition, best: Addition): boolean {
  return evidence(test, found.logDensity, best.logDensity).z >= CLEARLY;
}

function tested(scene: Scene, opponents: readonly Opponent[], proposal: Proposal): Addition | undefined {
  const { mixture, test, kernel } = scene;
  const next = compose(scene, proposal.candidate).mixture;
  const after = logDensities(next, test.batch, kernel);
  const rival = compose(scene, proposal.rival).mixture;
  const all = [
    ...opponents,
    { logDensity: test.logDensity, components: mixture.components },
    { logDensity: logDensities(rival, test.batch, kernel), components: mixture.components },
  ];
  const results = all.map((opponent) => {
    const found = evidence(test, after, opponent.logDensity);
    const cost = costOf(mixture, opponent.components, next.components, Math.max(found.points, scene.effectiveCount));
    return { found, proven: isProven(found, cost) };
  });
  const recently = evidence(test, after, all[0]!.logDensity, youngerFrom(test));
  if (!(isStillTrue(recently) && results.every(({ proven }) => proven))) return undefined;
  const { kind, candidate, share } = proposal;
  return { kind, candidate, share, evidence: results[0]!.found, logDensity: after };
}

/** Once more with all recent points. */
function* refitted(scene: Scene, { candidate, share }: Addition): Generator<undefined, Candidate> {
  const fitted = yield* partialEM(scene, scene.all, candidate, { iterations: FINAL_ITERATIONS, share });
  if (candidate.removed.length === 0 || candidate.heirOf !== undefined) return fitted.candidate;
  return { ...fitted.candidate, heirOf: eldest(scene, fitted.candidate) };
}
