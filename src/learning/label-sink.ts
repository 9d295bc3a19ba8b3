import type { Explanation } from "../anomaly/explanation.js";
import type { Scores } from "../mixture/scores.js";
import type { LearnerEvent } from "./learner-event.js";
import type { ScoredBatch, ScoredRun } from "./scored-batch.js";

/** Which mixture labelled a run of points. */
export type LabelledBy = Pick<ScoredRun, "mixture" | "version" | "warmup">;

/** Columns of labels, row by row. */
export type LabelColumns = Pick<Scores, "component" | "logDensity" | "anomalyScore" | "responsibilities">;

/** Collects labels, run by run, into the ScoredBatch that a call of the learner returns. */
export class LabelSink {
  readonly #first: number;
  readonly #runs: ScoredRun[] = [];
  readonly #component: Int32Array;
  readonly #logDensity: Float64Array;
  readonly #anomalyScore: Float64Array;
  readonly #pValue: Float64Array;
  readonly #flagged: Uint8Array;
  readonly #explanations = new Map<number, Explanation>();
  readonly #events: LearnerEvent[] = [];
  #responsibilities: Float64Array;
  #count = 0;
  #used = 0;

  /** @param most points that will be added at most. */
  constructor(first: number, most: number, components: number) {
    this.#first = first;
    this.#component = new Int32Array(most);
    this.#logDensity = new Float64Array(most);
    this.#anomalyScore = new Float64Array(most);
    this.#pValue = new Float64Array(most).fill(Number.NaN);
    this.#flagged = new Uint8Array(most);
    this.#responsibilities = new Float64Array(most * components);
  }

  /** Copies rows `from` … `from + rows`; returns the index of the first of them in the batch. */
  add(columns: LabelColumns, from: number, rows: number, by: LabelledBy): number {
    const start = this.#count;
    if (rows === 0) return start;
    const K = by.mixture.components;
    this.#reserve(this.#used + rows * K);
    copy(columns.component, from, rows, this.#component, start);
    copy(columns.logDensity, from, rows, this.#logDensity, start);
    copy(columns.anomalyScore, from, rows, this.#anomalyScore, start);
    copy(columns.responsibilities, from * K, rows * K, this.#responsibilities, this.#used);
    const { mixture, version, warmup } = by;
    this.#count = start + rows;
    this.#runs.push({ start, end: this.#count, offset: this.#used, version, warmup, mixture });
    this.#used += rows * K;
    return start;
  }

  /** Where p-values of the batch's points are written. */
  get pValues(): Float64Array {
    return this.#pValue;
  }

  flag(index: number, explanation: Explanation): void {
    this.#flagged[index] = 1;
    this.#explanations.set(index, explanation);
  }

  tell(event: LearnerEvent): void {
    this.#events.push(event);
  }

  finish(): ScoredBatch {
    return {
      count: this.#count,
      first: this.#first,
      component: cut(this.#component, this.#count),
      logDensity: cut(this.#logDensity, this.#count),
      anomalyScore: cut(this.#anomalyScore, this.#count),
      responsibilities: cut(this.#responsibilities, this.#used),
      pValue: cut(this.#pValue, this.#count),
      flagged: cut(this.#flagged, this.#count),
      explanations: this.#explanations,
      events: this.#events,
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

function cut<T extends Float64Array | Int32Array | Uint8Array>(array: T, length: number): T {
  return array.length === length ? array : (array.subarray(0, length) as T);
}
