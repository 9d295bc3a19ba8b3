import type { Sums } from "../../statistics/sums.js";
import type { Expectation, Factors } from "../kernel.js";
import { type Conditional, conditionalOf, distanceTo, expectedDeviation } from "./conditional.js";
import { type Normalizer, normalizer } from "./normalize.js";

/** More patterns of missing features than this are worked out anew each time, so that memory stays bounded. */
const PATTERNS_KEPT = 256;

interface Pattern {
  /** K conditionals. */
  readonly conditionals: readonly Conditional[];
  readonly normalize: Normalizer;
}

/**
 * Points with missing features: marginal densities of what is observed, and conditional expectations of the rest.
 *
 * Source: Ghahramani & Jordan, Supervised learning from incomplete data via an EM approach, NIPS 6 (1994).
 */
export class Marginals {
  readonly #factors: Factors;
  readonly #negligible: number;
  readonly #patterns = new Map<string, Pattern>();

  constructor(factors: Factors, negligible: number) {
    this.#factors = factors;
    this.#negligible = negligible;
  }

  expectation(points: Float64Array, i: number, out: Expectation, mahalanobis: Float64Array): void {
    const { components: K, dimensions: D, means } = this.#factors;
    const { conditionals, normalize } = this.#pattern(points, i);
    for (let k = 0; k < K; k++) mahalanobis[i * K + k] = distanceTo(conditionals[k]!, points, i * D, means, k * D);
    normalize(mahalanobis, out, i);
  }

  accumulate(
    points: Float64Array,
    i: number,
    responsibilities: Float64Array,
    weights: Float64Array | undefined,
    sums: Sums,
  ): void {
    const { components: K, dimensions: D, means } = this.#factors;
    const { conditionals } = this.#pattern(points, i);
    const deviation = new Float64Array(D);
    for (let k = 0; k < K; k++) {
      const r = responsibilities[i * K + k]! * (weights === undefined ? 1 : weights[i]!);
      if (r === 0) continue;
      const conditional = conditionals[k]!;
      expectedDeviation(conditional, points, i * D, means, k * D, deviation);
      for (let j = 0; j < D; j++) deviation[j]! += means[k * D + j]! - sums.about[k * D + j]!;
      addExpected(sums, k, r, deviation, conditional);
    }
  }

  #pattern(points: Float64Array, i: number): Pattern {
    const D = this.#factors.dimensions;
    let key = "";
    for (let j = 0; j < D; j++) key += Number.isNaN(points[i * D + j]!) ? "0" : "1";
    let pattern = this.#patterns.get(key);
    if (pattern === undefined) {
      pattern = patternOf(this.#factors, this.#negligible, key);
      if (this.#patterns.size < PATTERNS_KEPT) this.#patterns.set(key, pattern);
    }
    return pattern;
  }
}

function patternOf(factors: Factors, negligible: number, key: string): Pattern {
  const observed: number[] = [];
  const missing: number[] = [];
  for (let j = 0; j < key.length; j++) (key[j] === "1" ? observed : missing).push(j);
  const conditionals = Array.from({ length: factors.components }, (_, k) =>
    conditionalOf(factors, k, observed, missing),
  );
  const logNormalizer = Float64Array.from(conditionals, (c) => c.logNormalizer);
  const { components, logWeight } = factors;
  return { conditionals, normalize: normalizer({ components, logNormalizer, logWeight }, negligible) };
}

function addExpected(sums: Sums, k: number, r: number, deviation: Float64Array, conditional: Conditional): void {
  const { dimensions: D, structure, count, first, second } = sums;
  const { missing, covariance } = conditional;
  count[k]! += r;
  for (let row = 0; row < D; row++) {
    const d = r * deviation[row]!;
    first[k * D + row]! += d;
    if (structure === "diagonal") second[k * D + row]! += d * deviation[row]!;
    else for (let j = 0; j <= row; j++) second[(k * D + row) * D + j]! += d * deviation[j]!;
  }
  const m = missing.length;
  for (let a = 0; a < m; a++) {
    if (structure === "diagonal") second[k * D + missing[a]!]! += r * covariance[a * m + a]!;
    else for (let b = 0; b <= a; b++) second[(k * D + missing[a]!) * D + missing[b]!]! += r * covariance[a * m + b]!;
  }
}
