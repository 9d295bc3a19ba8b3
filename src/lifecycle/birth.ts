import { fitInSlices } from "../em/fit.js";
import type { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import type { Candidate } from "./candidate.js";
import { pickComponents, unitedComponents } from "./component-statistics.js";
import { type Fitted, partialEM } from "./partial-em.js";
import type { Proposal } from "./proposal.js";
import type { Scene } from "./scene.js";
import { effectiveNumber, type ScoredPoints } from "./scored-points.js";
import { strays } from "./strays.js";

const START = { components: 2, restarts: 3, tolerance: 1e-3, maxIterations: 30 };
const ITERATIONS = 15;
const RIVAL_ITERATIONS = 5;
/** Fewer points in nobody's land are outliers. */
const LEAST_POINTS = 8;

/**
 * Tries a new component where points lie that no component accounts for.
 *
 * They may be a cluster with scattered outliers around, or two clusters: a fit of two components to them gives three
 * starts, either of the two and both as one. From there partial EM adds the component to the mixture.
 */
export function* birth(scene: Scene): Generator<undefined, Proposal | undefined> {
  const { train } = scene;
  const lost = strays(train);
  if (effectiveNumber(lost.batch) < LEAST_POINTS) return undefined;
  let best: Fitted | undefined;
  for (const added of yield* clusters(scene, lost)) {
    const fitted = yield* partialEM(scene, train, startOf(scene, added, lost.weight), {
      iterations: ITERATIONS,
      share: "free",
    });
    if (best === undefined || fitted.logLikelihood > best.logLikelihood) best = fitted;
  }
  if (best === undefined) return undefined;
  const rival = yield* neighbour(scene, lost);
  return {
    kind: "birth",
    candidate: best.candidate,
    share: "free",
    rival: rival.candidate,
    promise: best.logLikelihood - rival.logLikelihood,
  };
}

function* clusters(scene: Scene, { batch }: ScoredPoints): Generator<undefined, SufficientStatistics[]> {
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
  strays: number,
): Candidate {
  const share = Math.min(0.5, strays / train.weight);
  return {
    removed: [],
    added: added.scale(share / added.total()),
    rescale: (1 - share) / statistics.total(),
    memory: Math.min(effectiveCount, all.weight),
  };
}

/** The component that answers for most of the strays, fitted to them and its own. */
function* neighbour(scene: Scene, { batch, responsibilities }: ScoredPoints): Generator<undefined, Fitted> {
  const { statistics, all, effectiveCount, train } = scene;
  const K = statistics.components;
  const answers = new Float64Array(K);
  for (let i = 0; i < batch.count; i++)
    for (let k = 0; k < K; k++) answers[k]! += (batch.weights?.[i] ?? 1) * responsibilities[i * K + k]!;
  const k = answers.indexOf(Math.max(...answers));
  const start: Candidate = {
    removed: [k],
    added: pickComponents(statistics, [k]),
    rescale: 1,
    memory: Math.min(effectiveCount, all.weight),
  };
  return yield* partialEM(scene, train, start, { iterations: RIVAL_ITERATIONS, share: "free" });
}
