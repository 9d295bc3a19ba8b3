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
    copy(scores.component, from, rows, this.#component, this.#count);
    copy(scores.logDensity, from, rows, this.#logDensity, this.#count);
    copy(scores.anomalyScore, from, rows, this.#anomalyScore, this.#count);
    copy(scores.responsibilities, from * K, rows * K, this.#responsibilities, this.#used);
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
      component: cut(this.#component, this.#count),
      logDensity: cut(this.#logDensity, this.#count),
      anomalyScore: cut(this.#anomalyScore, this.#count),
      responsibilities: cut(this.#responsibilities, this.#used),
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

/** Shorter copies are quicker in a loop: a view costs more than it moves, and single points come one by one. */
const VIEW_PAYS = 32;

function copy<T extends Float64Array | Int32Array>(from: T, at: number, length: number, to: T, where: number): void {
  if (length >= VIEW_PAYS) to.set(from.subarray(at, at + length), where);
  else for (let i = 0; i < length; i++) to[where + i] = from[at + i]!;
}

function cut<T extends Float64Array | Int32Array>(array: T, length: number): T {
  return array.length === length ? array : (array.subarray(0, length) as T);
}
