import { defaultKernel } from "../kernel/default-kernel.js";
import type { Mixture } from "../mixture/mixture.js";
import { emptyScores, type Scores } from "../mixture/scores.js";
import { type LabelledBy, type LabelStyle, labelOf } from "./label-of.js";
import type { Labelled } from "./labelled.js";

/** Labels one value after the other by one mixture, in buffers made once. */
export class ValueScorer {
  readonly #by: LabelledBy;
  readonly #style: LabelStyle;
  readonly #row: Float64Array;
  readonly #scores: Scores;

  constructor(mixture: Mixture, version: number, minimum: number) {
    this.#by = { mixture, version, warmup: false };
    this.#style = { minimum };
    this.#row = new Float64Array(mixture.dimensions);
    this.#scores = emptyScores(1, mixture.components);
  }

  /** Number of features D that the mixture takes. */
  get dimensions(): number {
    return this.#row.length;
  }

  /** @param features D numbers. */
  score<T>(value: T, features: ArrayLike<number>): Labelled<T> {
    const { mixture } = this.#by;
    this.#row.set(features);
    mixture.evaluator(defaultKernel).expectation(this.#row, 0, 1, this.#scores);
    mixture.nameComponents(0, 1, this.#scores);
    return { value, label: labelOf(this.#scores, 0, 0, this.#by, this.#style), mixture };
  }
}
