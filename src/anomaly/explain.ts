import { defaultKernel } from "../kernel/default-kernel.js";
import type { Evaluator, Kernel } from "../kernel/kernel.js";
import type { Mixture } from "../mixture/mixture.js";
import { logUpperTail } from "./chi-squared.js";
import { inverseRoot, sharesOf } from "./corr-max.js";
import type { Explanation } from "./explanation.js";

/** More inverse roots than this are worked out anew each time: patterns of missing features can be many. */
const ROOTS_KEPT = 256;

/**
 * Says why points are unusual under a mixture: from which component, how far, and through which features.
 *
 * The shares are those of the corr-max transformation ({@link inverseRoot}): unlike the products d_j(Σ⁻¹d)_j they are
 * never negative, and they do not depend on the features' units. Features that nearly repeat each other share what one
 * of them causes: of four correlated by .99 the only one that is off has 57 %. Decompositions are made when first needed
 * and kept.
 *
 * @example
 * const { nearest, shares } = new Explainer(mixture).explain(Float64Array.of(0, 9), 0); // shares [0, 1] if uncorrelated
 */
export class Explainer {
  readonly #mixture: Mixture;
  readonly #evaluator: Evaluator;
  readonly #distances: Float64Array;
  readonly #scores: { responsibilities: Float64Array; logDensity: Float64Array; mahalanobis: Float64Array };
  readonly #roots = new Map<string, Float64Array>();

  constructor(mixture: Mixture, kernel: Kernel = defaultKernel) {
    this.#mixture = mixture;
    this.#evaluator = mixture.evaluator(kernel);
    this.#distances = new Float64Array(mixture.components);
    this.#scores = {
      responsibilities: new Float64Array(mixture.components),
      logDensity: new Float64Array(1),
      mahalanobis: this.#distances,
    };
  }

  /**
   * Explains one point. Where all its features are missing, the heaviest component is the nearest, the distance is 0,
   * its p-value 1 and every share 0.
   *
   * @param values D coordinates of the point begin at `at`; NaN = missing.
   * @throws RangeError when fewer than D are there.
   */
  explain(values: Float64Array, at: number): Explanation {
    const { dimensions: D, ids } = this.#mixture;
    const point = values.subarray(at, at + D);
    if (!(at >= 0 && point.length === D))
      throw new RangeError(`${values.length} numbers hold no point of ${D} coordinates at ${at}`);
    this.#evaluator.expectation(point, 0, 1, this.#scores);
    const k = this.#nearest();
    const mahalanobisSquared = this.#distances[k]!;
    const observed: number[] = [];
    for (let j = 0; j < D; j++) if (!Number.isNaN(point[j]!)) observed.push(j);
    return {
      nearest: ids[k]!,
      mahalanobisSquared,
      logPValue: observed.length === 0 ? 0 : logUpperTail(observed.length, mahalanobisSquared),
      shares: this.#shares(k, point, observed),
    };
  }

  /** Smallest distance; of equals the heaviest, then the first. Components without weight are no neighbours. */
  #nearest(): number {
    const { components: K, weights } = this.#mixture;
    let best = -1;
    for (let k = 0; k < K; k++) {
      if (weights[k]! === 0) continue;
      const closer = best < 0 ? Number.NEGATIVE_INFINITY : this.#distances[k]! - this.#distances[best]!;
      if (closer < 0 || (closer === 0 && weights[k]! > weights[best]!)) best = k;
    }
    return best;
  }

  #shares(k: number, point: Float64Array, observed: readonly number[]): Float64Array {
    const { dimensions: D, means } = this.#mixture;
    const shares = new Float64Array(D);
    if (observed.length === 0) return shares;
    const z = Float64Array.from(observed, (j) => (point[j]! - means[k * D + j]!) / this.#deviation(k, j));
    const found = sharesOf(this.#root(k, observed), z);
    observed.forEach((j, i) => (shares[j] = found[i]!));
    return shares;
  }

  #deviation(k: number, j: number): number {
    const { structure, dimensions: D, compact } = this.#mixture;
    return Math.sqrt(compact[structure === "full" ? (k * D + j) * D + j : k * D + j]!);
  }

  #root(k: number, observed: readonly number[]): Float64Array | undefined {
    if (this.#mixture.structure === "diagonal") return undefined;
    const key = `${k}:${observed.length === this.#mixture.dimensions ? "" : observed}`;
    let root = this.#roots.get(key);
    if (root === undefined) {
      root = inverseRoot(this.#correlation(k, observed), observed.length);
      if (this.#roots.size < ROOTS_KEPT) this.#roots.set(key, root);
    }
    return root;
  }

  #correlation(k: number, observed: readonly number[]): Float64Array {
    const { dimensions: D, compact } = this.#mixture;
    const d = observed.length;
    const correlation = new Float64Array(d * d);
    for (let i = 0; i < d; i++) {
      correlation[i * d + i] = 1;
      for (let j = 0; j < i; j++) {
        const covariance = compact[(k * D + observed[i]!) * D + observed[j]!]!;
        // One division after the other: the product of two deviations may leave the range of a double.
        const entry = covariance / this.#deviation(k, observed[i]!) / this.#deviation(k, observed[j]!);
        correlation[i * d + j] = entry;
        correlation[j * d + i] = entry;
      }
    }
    return correlation;
  }
}
