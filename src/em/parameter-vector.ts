import { cholesky } from "../kernel/cholesky.js";
import { exp } from "../kernel/functions/exp.js";
import { log } from "../kernel/functions/log.js";
import { entriesOf, factorEntriesOf } from "../mixture/covariance/covariance.js";
import { covarianceOf } from "../mixture/covariance/covariances.js";
import { factor } from "../mixture/factors.js";
import { Mixture } from "../mixture/mixture.js";

/**
 * A mixture's parameters in coordinates without constraints, where any step leads to a mixture again: K logarithms of
 * weights, K × D means, and for every covariance that is not shared either its lower Cholesky factor, row by row, with
 * the logarithms of its diagonal, or the logarithms of its D variances.
 *
 * Source: Pinheiro & Bates, Unconstrained parametrizations for variance-covariance matrices, Statistics and Computing
 * 6 (1996), section 2.2.
 */
export function toVector(mixture: Mixture): Float64Array {
  const { covarianceType, structure, components, dimensions: D, weights, means, compact } = mixture;
  const covariances = components * (1 + D);
  const distinct = covarianceOf(covarianceType).shared ? 1 : components;
  const vector = new Float64Array(covariances + distinct * factorEntriesOf(structure, D));
  for (let k = 0; k < components; k++) vector[k] = log(weights[k]!);
  vector.set(means, components);
  if (structure === "full") enterFactors(compact, distinct, D, vector.subarray(covariances));
  else for (let e = 0; e < distinct * D; e++) vector[covariances + e] = log(compact[e]!);
  return vector;
}

/**
 * The mixture at a vector of {@link toVector}.
 *
 * @param like what it is a relative of: gives type, shape, ids and births.
 * @returns undefined where a number overflows, a weight vanishes, or a covariance has no Cholesky factor.
 */
export function fromVector(vector: Float64Array, like: Mixture): Mixture | undefined {
  const { covarianceType, structure, components, dimensions, ids, born } = like;
  const covariances = components * (1 + dimensions);
  const weights = weightsOf(vector.subarray(0, components));
  const means = vector.slice(components, covariances);
  if (weights === undefined || !means.every(Number.isFinite)) return undefined;
  const compact = compactOf(vector.subarray(covariances), like);
  const factored = factor({ structure, components, dimensions, weights, means, covariances: compact });
  if ("singular" in factored) return undefined;
  return new Mixture({ covarianceType, weights, means, compact, ids, born, factors: factored.factors });
}

/** from + step·(to − from). What has no weight at `to` has none there either. */
export function extrapolate(from: Float64Array, to: Float64Array, step: number): Float64Array {
  return to.map((t, e) => (t === -Infinity ? t : from[e]! + step * (t - from[e]!)));
}

function enterFactors(compact: Float64Array, distinct: number, D: number, out: Float64Array): void {
  const lower = new Float64Array(D * D);
  for (let k = 0, to = 0; k < distinct; k++) {
    // It has been factored by the same operations when the mixture was made: this cannot fail.
    cholesky(compact, k * D * D, D, lower);
    for (let i = 0; i < D; i++)
      for (let j = 0; j <= i; j++) {
        const entry = lower[i * D + j]!;
        out[to++] = i === j ? log(entry) : entry;
      }
  }
}

/** Normalised; undefined where a weight above 0 would be lost for good. */
function weightsOf(logarithms: Float64Array): Float64Array | undefined {
  const largest = Math.max(...logarithms);
  const weights = logarithms.map((l) => exp(l - largest));
  let sum = 0;
  for (let k = 0; k < weights.length; k++) {
    if (!(weights[k]! > 0 || logarithms[k] === -Infinity)) return undefined;
    sum += weights[k]!;
  }
  return weights.map((w) => w / sum);
}

function compactOf(entries: Float64Array, { covarianceType, structure, components, dimensions: D }: Mixture) {
  const size = entriesOf(structure, D);
  const compact = new Float64Array(components * size);
  const distinct = covarianceOf(covarianceType).shared ? 1 : components;
  if (structure === "full") leaveFactors(entries, distinct, D, compact);
  else for (let e = 0; e < distinct * D; e++) compact[e] = exp(entries[e]!);
  for (let k = distinct; k < components; k++) compact.copyWithin(k * size, 0, size);
  return compact;
}

/** Σ = LLᵀ. */
function leaveFactors(entries: Float64Array, distinct: number, D: number, compact: Float64Array): void {
  const lower = new Float64Array(D * D);
  for (let k = 0, from = 0; k < distinct; k++) {
    for (let i = 0; i < D; i++)
      for (let j = 0; j <= i; j++) {
        const entry = entries[from++]!;
        lower[i * D + j] = i === j ? exp(entry) : entry;
      }
    for (let i = 0; i < D; i++)
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let m = 0; m <= j; m++) sum += lower[i * D + m]! * lower[j * D + m]!;
        compact[(k * D + i) * D + j] = sum;
        compact[(k * D + j) * D + i] = sum;
      }
  }
}
