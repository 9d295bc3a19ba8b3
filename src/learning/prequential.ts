/** Points over which the recent mean log-likelihood reaches back. */
const RECENT_POINTS = 1000;

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

  add(logDensity: number): void {
    this.#count += 1;
    this.#sum += logDensity;
    this.#recent += (logDensity - this.#recent) / Math.min(this.#count, RECENT_POINTS);
  }

  /** Mean over all points, and over about the last thousand, nats a point; NaN before any. */
  get logLikelihood(): { readonly mean: number; readonly recent: number } {
    if (this.#count === 0) return { mean: Number.NaN, recent: Number.NaN };
    return { mean: this.#sum / this.#count, recent: this.#recent };
  }

  toState(): number[] {
    return [this.#count, this.#sum, this.#recent];
  }

  static fromState(state: ArrayLike<number>, at = 0): Prequential {
    const prequential = new Prequential();
    prequential.#count = state[at]!;
    prequential.#sum = state[at + 1]!;
    prequential.#recent = state[at + 2]!;
    return prequential;
  }
}
