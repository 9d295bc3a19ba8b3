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
   * With factors it forgets on the way: the same as `scale(keep)` and then merging `other` after its own `scale(add)`,
   * in one pass.
   *
   * @throws RangeError when the shapes differ.
   */
  merge(other: SufficientStatistics, keep = 1, add = 1): this {
    if (
      other.components !== this.components ||
      other.dimensions !== this.dimensions ||
      other.structure !== this.structure
    )
      throw new RangeError(`cannot merge ${describe(other)} into ${describe(this)}`);
    for (let k = 0; k < this.components; k++) this.#mergeComponent(other, k, keep, add);
    return this;
  }

  #mergeComponent(other: SufficientStatistics, k: number, keep: number, add: number): void {
    const { dimensions: D, mean } = this;
    const added = other.count[k]! * add;
    const before = this.count[k]! * keep;
    const after = before + added;
    const share = added === 0 ? 0 : added / after;
    const m = k * D;
    if (this.structure === "diagonal") this.#mergeDiagonal(other, m, added, before * share, keep, add);
    else this.#mergeFull(other, m, added, before * share, keep, add);
    this.count[k] = after;
    if (added === 0) return;
    for (let i = m; i < m + D; i++)
      mean[i] = before === 0 ? other.mean[i]! : mean[i]! + (other.mean[i]! - mean[i]!) * share;
  }

  #mergeDiagonal(
    { mean, scatter }: SufficientStatistics,
    m: number,
    added: number,
    cross: number,
    keep: number,
    add: number,
  ): void {
    for (let i = m; i < m + this.dimensions; i++) {
      const kept = this.scatter[i]! * keep;
      const d = mean[i]! - this.mean[i]!;
      this.scatter[i] = added === 0 ? kept : kept + (scatter[i]! * add + cross * (d * d));
    }
  }

  /** The lower triangle, mirrored. */
  #mergeFull(other: SufficientStatistics, m: number, added: number, cross: number, keep: number, add: number): void {
    const { dimensions: D, mean, scatter } = this;
    for (let i = 0; i < D; i++) {
      const di = other.mean[m + i]! - mean[m + i]!;
      const row = (m + i) * D;
      for (let j = 0; j <= i; j++) {
        const kept = scatter[row + j]! * keep;
        const dj = other.mean[m + j]! - mean[m + j]!;
        const merged = added === 0 ? kept : kept + (other.scatter[row + j]! * add + cross * (di * dj));
        scatter[row + j] = merged;
        scatter[(m + j) * D + i] = merged;
      }
    }
  }
}

function describe(s: SufficientStatistics): string {
  return `${s.structure} statistics of ${s.components} components in ${s.dimensions} dimensions`;
}
