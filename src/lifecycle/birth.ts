import { fitInSlices } from "../em/fit.js";
import type { PointBatch } from "../mixture/point-batch.js";
import type { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import type { Candidate } from "./candidate.js";
import { completedByMean } from "./complete.js";
import { joinedComponents, pickComponents, unitedComponents } from "./component-statistics.js";
import { type Fitted, partialEM } from "./partial-em.js";
import type { Proposal } from "./proposal.js";
import type { Scene } from "./scene.js";
import { effectiveNumber, type ScoredPoints } from "./scored-points.js";
import { strays } from "./strays.js";

const START = { components: 2, restarts: 3, tolerance: 1e-3, maxIterations: 30 };
const FREE = { iterations: 15, share: "free" } as const;
/** The rival starts where the mixture stands: it has little to do. */
const RIVAL = { iterations: 5, share: "free" } as const;
/** Fewer points in nobody's land are outliers. */
const LEAST_POINTS = 8;

/**
 * Tries a new component where points lie that no component accounts for.
 *
 * They may be a cluster with scattered outliers around, or two clusters: a fit of two components to them gives three
 * starts, either of the two and both as one. From there partial EM adds the component to the mixture. While the
 * mixture had none there, the nearest component has learned those points and grown towards them: a second proposal
 * lets it shrink back, and counts as a split of that component.
 *
 * @param except a component that is not to be split.
 */
export function* births(scene: Scene, except?: number): Generator<undefined, Proposal[]> {
  const lost = strays(scene.train);
  if (effectiveNumber(lost.batch) < LEAST_POINTS) return [];
  let born: Fitted | undefined;
  for (const added of yield* clusters(scene, completedByMean(lost.batch))) {
    const fitted = yield* partialEM(scene, scene.train, startOf(scene, added, lost.weight), FREE);
    if (born === undefined || fitted.gain > born.gain) born = fitted;
  }
  if (born === undefined) return [];
  const k = neighbour(lost, scene.mixture.components);
  const alone: Candidate = {
    ...born.candidate,
    removed: [k],
    added: pickComponents(scene.statistics, [k]),
    rescale: 1,
  };
  const rival = yield* partialEM(scene, scene.train, alone, RIVAL);
  const proposalOf = (kind: Proposal["kind"], { candidate, gain }: Fitted): Proposal => ({
    kind,
    candidate,
    share: "free",
    rival: rival.candidate,
    gain,
    promise: gain - rival.gain,
  });
  if (k === except) return [proposalOf("birth", born)];
  return [proposalOf("birth", born), proposalOf("split", yield* withNeighbour(scene, born.candidate, k))];
}

function* clusters(scene: Scene, batch: PointBatch): Generator<undefined, SufficientStatistics[]> {
  const { mixture, prior, seed, kernel } = scene;
  const { statistics } = yield* fitInSlices(batch, {
    ...START,
    covariance: mixture.covarianceType,
    prior: prior.kind,
    scale: prior.units.some((unit) => unit !== 1) ? "deviation" : "none",
    seed,
    kernel,
  });
  return [unitedComponents(statistics, 0, 1), pickComponents(statistics, [0]), pickComponents(statistics, [1])];
}

function startOf(
  { train, all, effectiveCount, statistics }: Scene,
  added: SufficientStatistics,
  strayWeight: number,
): Candidate {
  const share = Math.min(0.5, strayWeight / train.weight);
  return {
    removed: [],
    added: added.scale(share / added.total()),
    rescale: (1 - share) / statistics.total(),
    memory: Math.min(effectiveCount, all.weight),
  };
}

/** The component that answers for most of the points. */
function neighbour({ batch, responsibilities }: ScoredPoints, K: number): number {
  const answers = new Float64Array(K);
  for (let i = 0; i < batch.count; i++)
    for (let k = 0; k < K; k++) answers[k]! += (batch.weights?.[i] ?? 1) * responsibilities[i * K + k]!;
  return answers.indexOf(Math.max(...answers));
}

/** Both together, from where they are. */
function* withNeighbour(scene: Scene, born: Candidate, k: number): Generator<undefined, Fitted> {
  const added = joinedComponents(pickComponents(scene.statistics, [k], born.rescale), born.added);
  return yield* partialEM(scene, scene.train, { ...born, removed: [k], added, heirOf: [0, -1] }, FREE);
}
