import type { Structure } from "./covariance/covariance.js";
import type { CovarianceType } from "./covariance/covariance-type.js";

/** Parameters of a mixture in their public form. */
export interface MixtureParameters {
  readonly covarianceType: CovarianceType;
  /** K weights ≥ 0 that sum to 1. */
  readonly weights: ArrayLike<number>;
  /** K × D means, row-major. */
  readonly means: ArrayLike<number>;
  /** K × D × D covariances, row-major, whatever the type. */
  readonly covariances: ArrayLike<number>;
  /** K ids, unique; default 0 … K − 1. */
  readonly ids?: ArrayLike<number>;
  /** K versions in which the components appeared; default 0. */
  readonly born?: ArrayLike<number>;
}

interface Checked {
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly full: Float64Array;
  readonly components: number;
  readonly dimensions: number;
}

/** Checks shapes and values of given parameters; positive definiteness is left to the factorisation. */
export function checkParameters(parameters: MixtureParameters): Checked {
  const weights = Float64Array.from(parameters.weights);
  const means = Float64Array.from(parameters.means);
  const full = Float64Array.from(parameters.covariances);
  const components = weights.length;
  const dimensions = means.length / components;
  if (components === 0) throw new RangeError("a mixture needs at least one component");
  if (!Number.isInteger(dimensions) || dimensions === 0)
    throw new RangeError(`${means.length} mean coordinates do not divide among ${components} components`);
  if (full.length !== components * dimensions * dimensions)
    throw new RangeError(
      `${full.length} covariance entries: ${components} components in ${dimensions} dimensions need ` +
        `${components * dimensions * dimensions} (K × D × D, whatever the covariance type)`,
    );
  checkFinite("weight", weights);
  checkFinite("mean", means);
  checkFinite("covariance", full);
  checkWeights(weights);
  checkSymmetric(full, components, dimensions);
  checkIds(parameters.ids, components);
  return { weights, means, full, components, dimensions };
}

function checkFinite(what: string, values: Float64Array): void {
  const bad = values.findIndex((v) => !Number.isFinite(v));
  if (bad >= 0) throw new RangeError(`${what} entry ${bad} is ${values[bad]}: it must be finite`);
}

function checkWeights(weights: Float64Array): void {
  let sum = 0;
  weights.forEach((w, k) => {
    if (w < 0) throw new RangeError(`the weight of component ${k} is ${w}: weights are ≥ 0`);
    sum += w;
  });
  if (Math.abs(sum - 1) > 1e-6) throw new RangeError(`the weights sum to ${sum}, not to 1`);
}

function checkSymmetric(full: Float64Array, components: number, D: number): void {
  for (let k = 0; k < components; k++)
    for (let i = 0; i < D; i++)
      for (let j = 0; j < i; j++) {
        const a = full[(k * D + i) * D + j]!;
        const b = full[(k * D + j) * D + i]!;
        const size = Math.sqrt(Math.abs(full[(k * D + i) * D + i]! * full[(k * D + j) * D + j]!));
        if (Math.abs(a - b) > 1e-9 * size)
          throw new RangeError(
            `the covariance of component ${k} is not symmetric: entries ${i},${j} are ${a} and ${b}`,
          );
      }
}

function checkIds(ids: ArrayLike<number> | undefined, components: number): void {
  if (ids === undefined) return;
  if (ids.length !== components) throw new RangeError(`${ids.length} ids for ${components} components`);
  if (new Set(Array.from(ids)).size !== components)
    throw new RangeError(`component ids must be unique: ${Array.from(ids)}`);
}

/** Full covariances in the form in which a structure stores them. */
export function compactCovariances(structure: Structure, full: Float64Array, K: number, D: number): Float64Array {
  if (structure === "full") return full;
  const compact = new Float64Array(K * D);
  for (let k = 0; k < K; k++)
    for (let i = 0; i < D; i++)
      for (let j = 0; j < D; j++) {
        const entry = full[(k * D + i) * D + j]!;
        if (i === j) compact[k * D + j] = entry;
        else if (entry !== 0)
          throw new RangeError(`the covariance of component ${k} must be diagonal: entry ${i},${j} is ${entry}`);
      }
  return compact;
}

/** K × D × D covariances from K × D variances. */
export function fullCovariances(compact: Float64Array, K: number, D: number): Float64Array {
  const full = new Float64Array(K * D * D);
  for (let k = 0; k < K; k++) for (let j = 0; j < D; j++) full[(k * D + j) * D + j] = compact[k * D + j]!;
  return full;
}
