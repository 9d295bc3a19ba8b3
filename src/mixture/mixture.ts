import { defaultKernel } from "../kernel/default-kernel.js";
import type { Evaluator, Factors, Kernel } from "../kernel/kernel.js";
import type { Structure } from "./covariance/covariance.js";
import type { CovarianceType } from "./covariance/covariance-type.js";
import { covarianceOf } from "./covariance/covariances.js";
import { factor } from "./factors.js";
import { checkParameters, compactCovariances, fullCovariances, type MixtureParameters } from "./parameters.js";
import type { PointBatch } from "./point-batch.js";
import { emptyScores, type Scores, type ScoresWithDistances } from "./scores.js";

/** A mixture as the M-step makes it: compact, not checked again. */
export interface CompactParameters {
  readonly covarianceType: CovarianceType;
  readonly weights: Float64Array;
  readonly means: Float64Array;
  readonly compact: Float64Array;
  readonly ids: Int32Array;
  readonly born: Float64Array;
  readonly factors: Factors;
}

/**
 * A Gaussian mixture Σ_k π_k N(x | μ_k, Σ_k): weights, means, covariances and component ids. Immutable.
 *
 * Source: Bishop, Pattern Recognition and Machine Learning (2006), section 9.2.
 *
 * @example
 * const mixture = new Mixture({ covarianceType: "full", weights: [1], means: [0, 0], covariances: [1, 0, 0, 1] });
 * mixture.logDensity(points([[0, 0]])); // Float64Array [-1.8378770664093453]
 */
export class Mixture {
  readonly covarianceType: CovarianceType;
  readonly structure: Structure;
  /** Number of components K. */
  readonly components: number;
  /** Number of features D. */
  readonly dimensions: number;
  readonly weights: Float64Array;
  /** K × D. */
  readonly means: Float64Array;
  /** K × D × D (structure `full`) or K × D variances (structure `diagonal`). */
  readonly compact: Float64Array;
  readonly ids: Int32Array;
  readonly born: Float64Array;
  readonly factors: Factors;
  #evaluators = new Map<Kernel, Evaluator>();

  /**
   * @throws RangeError when shapes do not fit, a number is not finite, weights do not sum to 1, or a covariance is
   *   not symmetric positive definite; the message names the component.
   */
  constructor(parameters: MixtureParameters | CompactParameters) {
    const p = "factors" in parameters ? parameters : checked(parameters);
    this.covarianceType = p.covarianceType;
    this.structure = p.factors.structure;
    this.components = p.factors.components;
    this.dimensions = p.factors.dimensions;
    this.weights = p.weights;
    this.means = p.means;
    this.compact = p.compact;
    this.ids = p.ids;
    this.born = p.born;
    this.factors = p.factors;
  }

  /** K × D × D, made anew at each call where the structure is diagonal. */
  get covariances(): Float64Array {
    return this.structure === "full" ? this.compact : fullCovariances(this.compact, this.components, this.dimensions);
  }

  /** The mixture loaded into a kernel; made once. */
  evaluator(kernel: Kernel = defaultKernel): Evaluator {
    let evaluator = this.#evaluators.get(kernel);
    if (evaluator === undefined) {
      evaluator = kernel.prepare(this.factors);
      this.#evaluators.set(kernel, evaluator);
    }
    return evaluator;
  }

  /**
   * Soft labels of points: responsibilities, log density, squared distances, anomaly score, most responsible id.
   *
   * @throws RangeError when the points have another number of dimensions.
   */
  score(batch: PointBatch, kernel: Kernel = defaultKernel): ScoresWithDistances {
    if (batch.count > 0 && batch.dimensions !== this.dimensions)
      throw new RangeError(`points have ${batch.dimensions} dimensions, the mixture ${this.dimensions}`);
    const mahalanobis = new Float64Array(batch.count * this.components);
    const scores = { ...emptyScores(batch.count, this.components), mahalanobis };
    this.evaluator(kernel).expectation(batch.values, 0, batch.count, scores);
    this.nameComponents(0, batch.count, scores);
    return scores;
  }

  /** n log densities log p(x), in nats. */
  logDensity(batch: PointBatch): Float64Array {
    return this.score(batch).logDensity;
  }

  /** Fills in the ids of the most responsible components of rows whose E-step is done. */
  nameComponents(first: number, count: number, { responsibilities, component }: Scores): void {
    const K = this.components;
    for (let i = first, row = first * K; i < first + count; i++, row += K) {
      let best = 0;
      let most = responsibilities[row]!;
      for (let k = 1; k < K; k++) {
        const r = responsibilities[row + k]!;
        if (!(r > most)) continue;
        most = r;
        best = k;
      }
      component[i] = this.ids[best]!;
    }
  }
}

function checked(parameters: MixtureParameters): CompactParameters {
  const { covarianceType } = parameters;
  const { structure } = covarianceOf(covarianceType);
  const { weights, means, full, components, dimensions } = checkParameters(parameters);
  const compact = compactCovariances(structure, full, components, dimensions);
  const factored = factor({ structure, components, dimensions, weights, means, covariances: compact });
  if ("singular" in factored)
    throw new RangeError(`the covariance of component ${factored.singular} is not positive definite`);
  return {
    covarianceType,
    weights,
    means,
    compact,
    ids: parameters.ids === undefined ? range(components) : Int32Array.from(parameters.ids),
    born: Float64Array.from(parameters.born ?? new Float64Array(components)),
    factors: factored.factors,
  };
}

function range(length: number): Int32Array {
  return Int32Array.from({ length }, (_, k) => k);
}
