import { readFileSync } from "node:fs";
import type { CovarianceType } from "../../src/mixture/covariance/covariance-type.js";
import { Mixture } from "../../src/mixture/mixture.js";

/** Golden numbers of test/oracles (see the README there). */
export function oracle<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../oracles/${name}.json`, import.meta.url), "utf8")) as T;
}

/** Nested arrays as one flat array; null, a missing coordinate, becomes NaN. */
export function flat(nested: unknown): Float64Array {
  const numbers = [nested].flat(Infinity) as (number | null)[];
  return Float64Array.from(numbers, (v) => v ?? Number.NaN);
}

/** Largest |a − b| / max(1, |b|). */
export function gap(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i]! - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

/** Largest |a − b| relative to the largest |b| of the array. */
export function relative(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let largest = 1e-300;
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(expected[i]!));
    const error = Math.abs(actual[i]! - expected[i]!);
    if (!(error <= worst)) worst = error;
  }
  return worst / largest;
}

const NAMES: Record<string, CovarianceType> = { full: "full", tied: "tied", diag: "diagonal", spherical: "spherical" };

export function typeOf(name: string): CovarianceType {
  const type = NAMES[name];
  if (type === undefined) throw new Error(`no covariance type for ${name}`);
  return type;
}

/** K × D × D covariances from an oracle's own shape. */
export function expand(covariances: unknown, name: string, K: number, D: number): Float64Array {
  const given = flat(covariances);
  if (name === "full") return given;
  const out = new Float64Array(K * D * D);
  for (let k = 0; k < K; k++)
    for (let i = 0; i < D; i++)
      for (let j = 0; j < D; j++) {
        const at = (k * D + i) * D + j;
        if (name === "tied") out[at] = given[i * D + j]!;
        else if (i === j) out[at] = name === "diag" ? given[k * D + i]! : given[k]!;
      }
  return out;
}

/** The parameters of a mixture in an oracle's own shape. */
export function contract(mixture: Mixture, name: string): Float64Array {
  const { components: K, dimensions: D, covariances } = mixture;
  if (name === "full") return covariances;
  if (name === "tied") return covariances.slice(0, D * D);
  const diagonal = new Float64Array(K * D);
  for (let k = 0; k < K; k++) for (let j = 0; j < D; j++) diagonal[k * D + j] = covariances[(k * D + j) * D + j]!;
  return name === "diag" ? diagonal : diagonal.filter((_, e) => e % D === 0);
}

export interface OracleParameters {
  readonly weights: number[];
  readonly means: number[][];
  readonly covariances: unknown;
}

export function mixtureFrom(parameters: OracleParameters, name: string): Mixture {
  const { weights, means } = parameters;
  const covariances = expand(parameters.covariances, name, weights.length, means[0]!.length);
  return new Mixture({ covarianceType: typeOf(name), weights, means: flat(means), covariances });
}
