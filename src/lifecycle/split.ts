import { type FitResult, fitInSlices } from "../em/fit.js";
import { freeParameters } from "../mixture/criteria.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { isPromising } from "./acceptance.js";
import type { Candidate } from "./candidate.js";
import { completedBy } from "./complete.js";
import { pickComponents } from "./component-statistics.js";
import { partialEM } from "./partial-em.js";
import type { Proposal } from "./proposal.js";
import type { Scene } from "./scene.js";
import { effectiveNumber, rowsOf, rowsWhere, type ScoredPoints } from "./scored-points.js";

/** Points with a smaller responsibility have no say in how a component is cut. */
const LEAST_RESPONSIBILITY = 1e-3;
const START = { restarts: 3, tolerance: 1e-3, maxIterations: 30 };
const KEPT = { iterations: 15, share: "kept" } as const;
/** The rival starts where the mixture stands: it has little to do. */
const RIVAL = { iterations: 5, share: "kept" } as const;

/**
 * Tries to cut every component in two: a fit of two components to its own recent points, then partial EM of the two
 * where that promises something.
 *
 * Ueda et al. (2000) look first for the components that fit their points worst. Their measure, the local Kullback
 * divergence, compares a density with scattered points and depends on the units; a short fit tells more and is cheap,
 * because every point takes part in about one of them.
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
  const { mixture, train, statistics, effectiveCount, all } = scene;
  const K = mixture.components;
  const own = rowsWhere(train, (i) => train.responsibilities[i * K + k]! >= LEAST_RESPONSIBILITY);
  const points = rowsOf(train, own, train.weight);
  const batch = weighted(points, k, K);
  if (effectiveNumber(batch) < leastPoints(scene)) return undefined;
  const halves = yield* cut(scene, completedBy(mixture, k, batch));
  if (halves === undefined) return undefined;
  const memory = Math.min(effectiveCount, all.weight);
  const added = halves.statistics.scale(statistics.count[k]! / halves.statistics.total());
  const start: Candidate = { removed: [k], added, rescale: 1, memory };
  const fitted = yield* partialEM(scene, points, start, KEPT);
  const whole: Candidate = { ...start, added: pickComponents(statistics, [k]) };
  const rival = yield* partialEM(scene, points, whole, RIVAL);
  const { candidate, gain } = fitted;
  return { kind: "split", candidate, share: "kept", rival: rival.candidate, gain, promise: gain - rival.gain };
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

/** Two components in the place of one; undefined where they are hardly better. */
function* cut(scene: Scene, batch: PointBatch): Generator<undefined, FitResult | undefined> {
  const { mixture, prior, seed, kernel } = scene;
  const options = {
    ...START,
    covariance: mixture.covarianceType,
    prior: prior.kind,
    scale: prior.units.some((unit) => unit !== 1) ? "deviation" : "none",
    seed,
    kernel,
  } as const;
  const one = yield* fitInSlices(batch, { ...options, components: 1, restarts: 1 });
  const two = yield* fitInSlices(batch, { ...options, components: 2 });
  return isPromising(scene, two.logLikelihood.total - one.logLikelihood.total) ? two : undefined;
}
