import { massDepth, tailOf } from "../../anomaly/mass-depth.js";
import type { Sums } from "../../statistics/sums.js";
import {
  type Evaluator,
  type Expectation,
  type Factors,
  type Kernel,
  type Learned,
  NEGLIGIBLE_NATS,
  REFERENCE_ARITHMETIC,
} from "../kernel.js";
import { accumulateDiagonal } from "./accumulate-diagonal.js";
import { accumulateFull } from "./accumulate-full.js";
import { distancesDiagonal } from "./distances-diagonal.js";
import { distancesFull } from "./distances-full.js";
import { Marginals } from "./marginals.js";
import { type Normalizer, normalizer } from "./normalize.js";

/** Kernel in plain TypeScript: the oracle of the others, and the one that runs everywhere. */
export const referenceKernel: Kernel = {
  name: "reference",
  arithmetic: REFERENCE_ARITHMETIC,
  prepare: (factors, negligible = NEGLIGIBLE_NATS) => new ReferenceEvaluator(factors, negligible),
};

class ReferenceEvaluator implements Evaluator {
  readonly #factors: Factors;
  readonly #negligible: number;
  readonly #normalize: Normalizer;
  #distances = new Float64Array(0);
  #marginals: Marginals | undefined;

  constructor(factors: Factors, negligible: number) {
    this.#factors = factors;
    this.#negligible = negligible;
    this.#normalize = normalizer(factors, negligible);
  }

  get #missing(): Marginals {
    this.#marginals ??= new Marginals(this.#factors, this.#negligible);
    return this.#marginals;
  }

  expectation(points: Float64Array, first: number, count: number, out: Expectation): void {
    const factors = this.#factors;
    const distances = factors.structure === "full" ? distancesFull : distancesDiagonal;
    const mahalanobis = out.mahalanobis ?? this.#room((first + count) * factors.components);
    distances(factors, points, first, count, mahalanobis);
    for (let i = first; i < first + count; i++) {
      this.#normalize(mahalanobis, out, i);
      // NaN arises only from a missing coordinate: the common case pays nothing for it.
      if (Number.isNaN(out.logDensity[i]!)) this.#missing.expectation(points, i, out, mahalanobis);
      if (out.depth !== undefined) this.#deepen(points, i, mahalanobis, out.depth);
    }
  }

  #deepen(points: Float64Array, i: number, mahalanobis: Float64Array, depth: Float64Array): void {
    const { components: K, dimensions: D, weights } = this.#factors;
    depth[i] = massDepth(weights, mahalanobis, i * K, tailOf(D - missingOf(points, i * D, D)));
  }

  #room(length: number): Float64Array {
    if (this.#distances.length < length) this.#distances = new Float64Array(length);
    return this.#distances;
  }

  accumulate(
    points: Float64Array,
    first: number,
    count: number,
    responsibilities: Float64Array,
    weights: Float64Array | undefined,
    sums: Sums,
  ): void {
    const add = sums.structure === "full" ? accumulateFull : accumulateDiagonal;
    const D = this.#factors.dimensions;
    let start = first;
    for (let i = first; i < first + count; i++) {
      if (isComplete(points, i * D, D)) continue;
      add(points, start, i, responsibilities, weights, sums);
      this.#missing.accumulate(points, i, responsibilities, weights, sums);
      start = i + 1;
    }
    add(points, start, first + count, responsibilities, weights, sums);
  }

  learn(
    points: Float64Array,
    first: number,
    count: number,
    weights: Float64Array | undefined,
    out: Learned,
    sums: Sums,
  ): void {
    const full = withResponsibilities(out, first + count, this.#factors);
    this.expectation(points, first, count, full);
    this.accumulate(points, first, count, full.responsibilities, weights, sums);
  }
}

/** The same with room for the responsibilities of `rows` points, where nobody wants them. */
export function withResponsibilities(out: Learned, rows: number, { components }: Factors): Expectation {
  return { ...out, responsibilities: out.responsibilities ?? new Float64Array(rows * components) };
}

function missingOf(points: Float64Array, at: number, dimensions: number): number {
  let missing = 0;
  for (let j = 0; j < dimensions; j++) if (Number.isNaN(points[at + j]!)) missing++;
  return missing;
}

function isComplete(points: Float64Array, at: number, dimensions: number): boolean {
  let sum = 0;
  for (let j = 0; j < dimensions; j++) sum += points[at + j]!;
  return !Number.isNaN(sum);
}
