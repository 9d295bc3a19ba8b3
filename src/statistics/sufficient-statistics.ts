import { entriesOf, type Structure } from "../mixture/covariance/covariance.js";

/**
 * Sufficient statistics of K components in D dimensions: count, mean and centred scatter.
 *
 * Two of them merge by Chan's formula, and {@link scale} forgets; a stepwise EM step is both. Sums of raw squares
 * are never formed: at an offset of 1e8 they would leave no digit of the scatter.
 *
 * Source: Chan, Golub & LeVeque, Algorithms for computing the sample variance, The American Statistician 37 (1983).
 */
export class SufficientStatistics {
  readonly components: number;
  readonly dimensions: number;
  readonly structure: Structure;
  /** K sums of responsibilities (s0). */
  readonly count: Float64Array;
  /** K × D weighted means; of an empty component whatever it was given. */
  readonly mean: Float64Array;
  /** K × D × D (full) or K × D (diagonal): sums of r (x − mean)(x − mean)ᵀ. */
  readonly scatter: Float64Array;

  constructor(components: number, dimensions: number, structure: Structure) {
    this.components = components;
    this.dimensions = dimensions;
    this.structure = structure;
    this.count = new Float64Array(components);
    this.mean = new Float64Array(components * dimensions);
    this.scatter = new Float64Array(components * entriesOf(structure, dimensions));
  }

  clone(): SufficientStatistics {
    const copy = new SufficientStatistics(this.components, this.dimensions, this.structure);
    copy.count.set(this.count);
    copy.mean.set(this.mean);
    copy.scatter.set(this.scatter);
    return copy;
  }

  /** Sum of all counts, in ascending order. */
  total(): number {
    let total = 0;
    for (const count of this.count) total += count;
    return total;
  }

  /** Multiplies counts and scatters by `factor`: forgetting, when it is below 1. Returns itself. */
  scale(factor: number): this {
    for (let k = 0; k < this.components; k++) this.count[k]! *= factor;
    for (let e = 0; e < this.scatter.length; e++) this.scatter[e]! *= factor;
    return this;
  }

  /**
   * Adds the points behind `other`, component by component. Returns itself.
   *
   * @throws RangeError when the shapes differ.
   */
  merge(other: SufficientStatistics): this {
    if (
      other.components !== this.components ||
      other.dimensions !== this.dimensions ||
      other.structure !== this.structure
    )
      throw new RangeError(`cannot merge ${describe(other)} into ${describe(this)}`);
    for (let k = 0; k < this.components; k++) this.#mergeComponent(other, k);
    return this;
  }

  #mergeComponent(other: SufficientStatistics, k: number): void {
    const { dimensions: D, mean, scatter } = this;
    const added = other.count[k]!;
    if (added === 0) return;
    const entries = entriesOf(this.structure, D);
    const before = this.count[k]!;
    const after = before + added;
    const share = added / after;
    const cross = before * share;
    const m = k * D;
    const s = k * entries;
    for (let i = 0; i < D; i++) {
      const di = other.mean[m + i]! - mean[m + i]!;
      if (this.structure === "diagonal") scatter[s + i]! += other.scatter[s + i]! + cross * (di * di);
      else
        for (let j = 0; j < D; j++) {
          const dj = other.mean[m + j]! - mean[m + j]!;
          scatter[s + i * D + j]! += other.scatter[s + i * D + j]! + cross * (di * dj);
        }
    }
    for (let i = 0; i < D; i++)
      mean[m + i] = before === 0 ? other.mean[m + i]! : mean[m + i]! + (other.mean[m + i]! - mean[m + i]!) * share;
    this.count[k] = after;
  }
}

function describe(s: SufficientStatistics): string {
  return `${s.structure} statistics of ${s.components} components in ${s.dimensions} dimensions`;
}
