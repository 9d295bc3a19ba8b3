import { estimateFullFast } from "../kernel/default-kernel.js";
import type { Factors } from "../kernel/kernel.js";
import type { CovarianceType } from "../mixture/covariance/covariance-type.js";
import { covarianceOf } from "../mixture/covariance/covariances.js";
import { completed, factor, type Parameters } from "../mixture/factors.js";
import { Mixture } from "../mixture/mixture.js";
import { emptyMixtureArrays, type MixtureArrays } from "../mixture/mixture-arrays.js";
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

/** The floor doubles at every failure: as often as any number can, since a single point may lie 1e100 away. */
const MOST_ATTEMPTS = 1100;

/**
 * M-step: weights, means and covariances that maximise the penalised expected log-likelihood (PRML 9.24–9.26 with the
 * prior's shrinkage). Singular covariances are mended by adding the prior's floor to their diagonal until a Cholesky
 * factor exists.
 *
 * @param statistics expected statistics; their scale is free, only `effectiveCount` says how many points they stand for.
 * @param effectiveCount number of points behind the statistics.
 * @param previous supplies ids, and the covariance of a component without points where there is no prior.
 * @param fast whether what most M-steps need may go the fastest way that the machine has: the same bits.
 */
export function maximization(
  statistics: SufficientStatistics,
  effectiveCount: number,
  type: CovarianceType,
  prior: Prior,
  previous: Mixture | Identity,
  fast = true,
): Maximized {
  const { components: K, dimensions: D, structure } = statistics;
  const total = statistics.total();
  const scale = effectiveCount / total;
  const arrays = emptyMixtureArrays(structure, K, D);
  const count = new Float64Array(K);
  for (let k = 0; k < K; k++) {
    arrays.weights[k] = statistics.count[k]! / total;
    count[k] = statistics.count[k]! * scale;
  }
  arrays.means.set(statistics.mean);
  const step: Step = { statistics, scale, count, type, prior, previous, arrays };
  const { factors, floored } = (fast ? estimatedFast(step) : undefined) ?? estimated(step);
  const { ids, born } = previous;
  const { weights, means, compact } = arrays;
  return { mixture: new Mixture({ covarianceType: type, weights, means, compact, ids, born, factors }), floored };
}

/** An M-step whose weights are done, and whose means are those of the statistics. */
interface Step {
  readonly statistics: SufficientStatistics;
  /** Points for each unit of the statistics' counts. */
  readonly scale: number;
  /** K effective counts. */
  readonly count: Float64Array;
  readonly type: CovarianceType;
  readonly prior: Prior;
  readonly previous: Mixture | Identity;
  /** Where the mixture is written. */
  readonly arrays: MixtureArrays;
}

interface Estimated {
  readonly factors: Factors;
  readonly floored: number;
}

function parametersOf({ statistics, arrays }: Step): Parameters {
  const { components, dimensions, structure } = statistics;
  const { weights, means, compact } = arrays;
  return { structure, components, dimensions, weights, means, covariances: compact };
}

/** Full covariances, where the prior leaves means alone and nothing is singular. */
function estimatedFast(step: Step): Estimated | undefined {
  const { statistics, scale, count, type, prior, arrays } = step;
  if (type !== "full" || prior.meanCount !== 0) return undefined;
  for (const n of count) if (!(n + prior.degrees > 0)) return undefined;
  const isFloored = prior.kind !== "none";
  const singular = estimateFullFast(statistics, count, scale, prior, isFloored, arrays);
  return singular === -1 ? { factors: completed(parametersOf(step), arrays), floored: 0 } : undefined;
}

function estimated(step: Step): Estimated {
  const { statistics, count, type, prior, previous, arrays } = step;
  const { components, dimensions, structure } = statistics;
  const { compact } = arrays;
  const scatter = shrinkMeans(step);
  if ("compact" in previous) compact.set(previous.compact);
  else for (let k = 0; k < components; k++) addFloor(compact, k, structure, prior.floor, 1);
  covarianceOf(type).estimate({ components, dimensions, count, scatter }, prior, compact);
  if (prior.kind !== "none") for (let k = 0; k < components; k++) addFloor(compact, k, structure, prior.floor, 1);
  return factorWithFloor(parametersOf(step), prior, covarianceOf(type).shared, arrays);
}

/** Pulls means to the prior's centre. Returns scatters at `scale` with the pull's own contribution (mclust only). */
function shrinkMeans({ statistics, count, scale, prior, arrays }: Step): Float64Array {
  const { components: K, dimensions: D, structure } = statistics;
  const { means } = arrays;
  const scatter = scratchOf(statistics.scatter.length);
  // A loop, not map(): this runs every B points, and a closure per entry costs more than the Cholesky factors.
  for (let e = 0; e < scatter.length; e++) scatter[e] = statistics.scatter[e]! * scale;
  if (prior.meanCount === 0) return scatter;
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
  return scatter;
}

let scratch = new Float64Array(0);

/** Memory that is done with when the M-step is: new arrays every B points cost more than what is done with them. */
function scratchOf(length: number): Float64Array {
  if (scratch.length < length) scratch = new Float64Array(length);
  return scratch.length === length ? scratch : scratch.subarray(0, length);
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

function factorWithFloor(parameters: Parameters, prior: Prior, shared: boolean, arrays: MixtureArrays): Estimated {
  const { components: K, structure, covariances } = parameters;
  let times: Float64Array | undefined;
  for (let floored = 0; floored < MOST_ATTEMPTS * K; floored++) {
    const factored = factor(parameters, arrays);
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
