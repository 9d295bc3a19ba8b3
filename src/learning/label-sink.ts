import type { Mixture } from "../mixture/mixture.js";
import type { Scores } from "../mixture/scores.js";
import type { ScoredBatch, ScoredRun } from "./scored-batch.js";

/** Collects labels, run by run, into the ScoredBatch that a call of the learner returns. */
export class LabelSink {
  readonly #first: number;
  readonly #runs: ScoredRun[] = [];
  readonly #component: Int32Array;
  readonly #logDensity: Float64Array;
  readonly #anomalyScore: Float64Array;
  #responsibilities: Float64Array;
  #count = 0;
  #used = 0;

  /** @param most points that will be added at most. */
  constructor(first: number, most: number, components: number) {
    this.#first = first;
    this.#component = new Int32Array(most);
    this.#logDensity = new Float64Array(most);
    this.#anomalyScore = new Float64Array(most);
    this.#responsibilities = new Float64Array(most * components);
  }

  /** Copies rows `from` … `from + rows` of `scores`. */
  add(scores: Scores, from: number, rows: number, mixture: Mixture, version: number, warmup: boolean): void {
    if (rows === 0) return;
    const K = mixture.components;
    this.#reserve(this.#used + rows * K);
    this.#component.set(scores.component.subarray(from, from + rows), this.#count);
    this.#logDensity.set(scores.logDensity.subarray(from, from + rows), this.#count);
    this.#anomalyScore.set(scores.anomalyScore.subarray(from, from + rows), this.#count);
    this.#responsibilities.set(scores.responsibilities.subarray(from * K, (from + rows) * K), this.#used);
    const start = this.#count;
    const end = start + rows;
    this.#runs.push({ start, end, offset: this.#used, version, warmup, mixture });
    this.#count = end;
    this.#used += rows * K;
  }

  finish(): ScoredBatch {
    return {
      count: this.#count,
      first: this.#first,
      component: this.#component.subarray(0, this.#count),
      logDensity: this.#logDensity.subarray(0, this.#count),
      anomalyScore: this.#anomalyScore.subarray(0, this.#count),
      responsibilities: this.#responsibilities.subarray(0, this.#used),
      runs: this.#runs,
    };
  }

  #reserve(length: number): void {
    if (length <= this.#responsibilities.length) return;
    const larger = new Float64Array(Math.max(length, 2 * this.#responsibilities.length));
    larger.set(this.#responsibilities);
    this.#responsibilities = larger;
  }
}
