import { log } from "../kernel/functions/log.js";
import { type Criteria, criteria } from "../mixture/criteria.js";
import type { Mixture } from "../mixture/mixture.js";
import type { Scores } from "../mixture/scores.js";

/** Points over which the recent mean log-likelihood reaches back. */
const RECENT_POINTS = 1000;
/** Of a mini-batch, how many points are asked how sure their labels are: a logarithm for each would cost too much. */
const ASKED = 10;

/**
 * Prequential log-likelihood: every point is scored before it is learned, so the mean is an honest forecast. Points of
 * the warm-up never enter.
 *
 * Source: Dawid, Statistical theory: the prequential approach, JRSS A 147 (1984).
 */
export class Prequential {
  #count = 0;
  #sum = 0;
  #recent = 0;
  #asked = 0;
  #certainty = 0;

  add(logDensity: number): void {
    this.#count += 1;
    this.#sum += logDensity;
    this.#recent += (logDensity - this.#recent) * (1 / Math.min(this.#count, RECENT_POINTS));
  }

  /** How sure the labels of a mini-batch's first points are: the logarithms of their largest responsibilities. */
  addCertainty({ responsibilities, components: K }: Scores, rows: number): void {
    for (let i = 0; i < Math.min(rows, ASKED); i++) {
      let most = responsibilities[i * K]!;
      for (let k = 1; k < K; k++) most = Math.max(most, responsibilities[i * K + k]!);
      this.#asked += 1;
      this.#certainty += most > 0 ? log(most) : 0;
    }
  }

  /** Mean over all points, and over about the last thousand, nats a point; NaN before any. */
  get logLikelihood(): { readonly mean: number; readonly recent: number } {
    if (this.#count === 0) return { mean: Number.NaN, recent: Number.NaN };
    return { mean: this.#sum / this.#count, recent: this.#recent };
  }

  /** Information criteria of a mixture of this shape, on what it foretold; NaN before any point. */
  criteria(mixture: Mixture): Criteria {
    const uncertainty = this.#asked === 0 ? Number.NaN : (-this.#certainty / this.#asked) * this.#count;
    return criteria(mixture, this.#count === 0 ? Number.NaN : this.#sum, uncertainty, this.#count);
  }

  toState(): number[] {
    return [this.#count, this.#sum, this.#recent, this.#asked, this.#certainty];
  }

  static fromState(state: ArrayLike<number>, at = 0): Prequential {
    const prequential = new Prequential();
    prequential.#count = state[at]!;
    prequential.#sum = state[at + 1]!;
    prequential.#recent = state[at + 2]!;
    prequential.#asked = state[at + 3]!;
    prequential.#certainty = state[at + 4]!;
    return prequential;
  }
}
