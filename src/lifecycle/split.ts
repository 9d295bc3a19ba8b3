import { fitInSlices } from "../em/fit.js";
import { freeParameters } from "../mixture/criteria.js";
import type { PointBatch } from "../mixture/point-batch.js";
import type { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import type { Candidate } from "./candidate.js";
import { pickComponents } from "./component-statistics.js";
import { partialEM } from "./partial-em.js";
import type { Proposal } from "./proposal.js";
import type { Scene } from "./scene.js";
import { effectiveNumber, rowsOf, rowsWhere, type ScoredPoints } from "./scored-points.js";

/** Points with a smaller responsibility have no say in how a component is cut. */
const LEAST_RESPONSIBILITY = 1e-3;
const START = { restarts: 3, tolerance: 1e-3, maxIterations: 30 };
const ITERATIONS = 15;
/** The rival starts where the mixture stands: it has little to do. */
const RIVAL_ITERATIONS = 5;

/**
 * Tries to cut every component in two: a fit of two components to its own recent points, then partial EM of the two.
 *
 * Ueda et al. look first for the components that fit their points worst. Their measure, the local Kullback divergence,
 * compares a density with scattered points and depends on the units; a short fit tells more and is cheap, because
 * every point takes part in about one of them.
 *
 * @param except a component that is not to be cut.
 */
export function* splits(scene: Scene, except?: number): Generator<undefined, Proposal[]> {
  const proposals: Proposal[] = [];
  for (let k = 0; k < scene.mixture.components; k++) {
    if (k === except) continue;
    const proposal = yield* splitOf(scene, k);
    if (proposal !== undefined) proposals.push(proposal);
  }
  return proposals;
}

function* splitOf(scene: Scene, k: number): Generator<undefined, Proposal | undefined> {
  const { mixture, train, statistics } = scene;
  const K = mixture.components;
  const own = rowsWhere(train, (i) => train.responsibilities[i * K + k]! >= LEAST_RESPONSIBILITY);
  const points = rowsOf(train, own, train.weight);
  const batch = weighted(points, k, K);
  if (effectiveNumber(batch) < leastPoints(scene)) return undefined;
  const halves = yield* cut(scene, batch);
  const share = statistics.count[k]!;
  const memory = Math.min(scene.effectiveCount, scene.all.weight);
  const start: Candidate = { removed: [k], added: halves.scale(share / halves.total()), rescale: 1, memory };
  const options = { iterations: ITERATIONS, share: "kept" } as const;
  const fitted = yield* partialEM(scene, points, start, options);
  const whole: Candidate = { ...start, added: pickComponents(statistics, [k]) };
  const rival = yield* partialEM(scene, points, whole, { ...options, iterations: RIVAL_ITERATIONS });
  return {
    kind: "split",
    candidate: fitted.candidate,
    share: "kept",
    rival: rival.candidate,
    gain: fitted.gain,
    promise: fitted.gain - rival.gain,
  };
}

/** Two components need enough points to have a shape each. */
function leastPoints({ mixture: { covarianceType: type, dimensions: D } }: Scene): number {
  return Math.max(20, freeParameters(type, 2, D) / D);
}

/** A component's own points: each weighs as much as the component answers for it. */
function weighted({ batch, responsibilities }: ScoredPoints, k: number, K: number): PointBatch {
  const weights = new Float64Array(batch.count);
  for (let i = 0; i < batch.count; i++) weights[i] = (batch.weights?.[i] ?? 1) * responsibilities[i * K + k]!;
  return { ...batch, weights };
}

function* cut({ mixture, prior, seed, kernel }: Scene, batch: PointBatch): Generator<undefined, SufficientStatistics> {
  const { statistics } = yield* fitInSlices(batch, {
    ...START,
    components: 2,
    covariance: mixture.covarianceType,
    prior: prior.kind,
    scale: prior.units.some((unit) => unit !== 1) ? "deviation" : "none",
    seed,
    kernel,
  });
  return statistics;
}
