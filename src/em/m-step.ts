import type { Factors } from "../kernel/kernel.js";
import { entriesOf } from "../mixture/covariance/covariance.js";
import type { CovarianceType } from "../mixture/covariance/covariance-type.js";
import { covarianceOf } from "../mixture/covariance/covariances.js";
import { factor, type Parameters } from "../mixture/factors.js";
import { Mixture } from "../mixture/mixture.js";
import type { Prior } from "../statistics/prior.js";
import type { SufficientStatistics } from "../statistics/sufficient-statistics.js";

/** Identity of the components, carried through M-steps. */
export interface Identity {
  readonly ids: Int32Array;
  readonly born: Float64Array;
}

/** A mixture out of an M-step, and how many times a floor had to be added before its covariances could be factored. */
export interface Maximized {
  readonly mixture: Mixture;
  readonly floored: number;
}

/** The floor doubles at every failure; a covariance that needs more than this is beyond help. */
const MOST_ATTEMPTS = 60;

/**
 * M-step: weights, means and covariances that maximise the penalised expected log-likelihood (PRML 9.24–9.26 with the
 * prior's shrinkage). Singular covariances are mended by adding the prior's floor to their diagonal until a Cholesky
 * factor exists.
 *
 * @param statistics expected statistics; their scale is free, only `effectiveCount` says how many points they stand for.
 * @param effectiveCount number of points behind the statistics.
 * @param previous supplies ids, and the covariance of a component without points where there is no prior.
 */
export function maximization(
  statistics: SufficientStatistics,
  effectiveCount: number,
  type: CovarianceType,
  prior: Prior,
  previous: Mixture | Identity,
): Maximized {
  const { components: K, dimensions: D, structure } = statistics;
  const total = statistics.total();
  const scale = effectiveCount / total;
  const weights = new Float64Array(K);
  const count = new Float64Array(K);
  for (let k = 0; k < K; k++) {
    weights[k] = statistics.count[k]! / total;
    count[k] = statistics.count[k]! * scale;
  }
  const { means, scatter } = posteriorMeans(statistics, count, scale, prior);
  const compact = "compact" in previous ? previous.compact.slice() : spread(prior, structure, K, D);
  covarianceOf(type).estimate({ components: K, dimensions: D, count, scatter }, prior, compact);
  if (prior.kind !== "none") for (let k = 0; k < K; k++) addFloor(compact, k, structure, prior.floor, 1);
  const parameters = { structure, components: K, dimensions: D, weights, means, covariances: compact };
  const { factors, floored } = factorWithFloor(parameters, prior, covarianceOf(type).shared);
  const { ids, born } = previous;
  return { mixture: new Mixture({ covarianceType: type, weights, means, compact, ids, born, factors }), floored };
}

/** Means pulled to the prior's centre, and scatters at `scale` with the pull's own contribution (mclust only). */
function posteriorMeans(statistics: SufficientStatistics, count: Float64Array, scale: number, prior: Prior) {
  const { components: K, dimensions: D, structure } = statistics;
  const means = statistics.mean.slice();
  const scatter = scratchOf(statistics.scatter.length);
  // A loop, not map(): this runs every B points, and a closure per entry costs more than the Cholesky factors.
  for (let e = 0; e < scatter.length; e++) scatter[e] = statistics.scatter[e]! * scale;
  if (prior.meanCount === 0) return { means, scatter };
  const deviation = new Float64Array(D);
  for (let k = 0; k < K; k++) {
    const n = count[k]!;
    const pull = prior.meanCount / (prior.meanCount + n);
    for (let j = 0; j < D; j++) deviation[j] = statistics.mean[k * D + j]! - prior.center[j]!;
    for (let i = 0; i < D; i++) {
      means[k * D + i]! -= pull * deviation[i]!;
      if (structure === "diagonal") scatter[k * D + i]! += pull * n * (deviation[i]! * deviation[i]!);
      else for (let j = 0; j < D; j++) scatter[(k * D + i) * D + j]! += pull * n * (deviation[i]! * deviation[j]!);
    }
  }
  return { means, scatter };
}

let scratch = new Float64Array(0);

/** Memory that is done with when the M-step is: new arrays every B points cost more than what is done with them. */
function scratchOf(length: number): Float64Array {
  if (scratch.length !== length) scratch = new Float64Array(length);
  return scratch;
}

/** What a component without points and without a prior starts from: the floor alone. */
function spread(prior: Prior, structure: "full" | "diagonal", K: number, D: number): Float64Array {
  const compact = new Float64Array(K * entriesOf(structure, D));
  for (let k = 0; k < K; k++) addFloor(compact, k, structure, prior.floor, 1);
  return compact;
}

function addFloor(
  compact: Float64Array,
  k: number,
  structure: "full" | "diagonal",
  floor: Float64Array,
  times: number,
): void {
  const D = floor.length;
  for (let j = 0; j < D; j++) compact[structure === "full" ? (k * D + j) * D + j : k * D + j]! += floor[j]! * times;
}

function factorWithFloor(parameters: Parameters, prior: Prior, shared: boolean): { factors: Factors; floored: number } {
  const { components: K, structure, covariances } = parameters;
  let times: Float64Array | undefined;
  for (let floored = 0; floored < MOST_ATTEMPTS * K; floored++) {
    const factored = factor(parameters);
    if ("factors" in factored) return { factors: factored.factors, floored };
    times ??= new Float64Array(K).fill(1);
    for (let k = 0; k < K; k++)
      if (shared || k === factored.singular) {
        addFloor(covariances, k, structure, prior.floor, times[k]!);
        times[k]! *= 2;
      }
  }
  throw new RangeError("a covariance could not be made positive definite: are the data within range?");
}
