import type { PointBatch } from "../mixture/point-batch.js";
import type { Scores } from "../mixture/scores.js";
import type { PointBuffer } from "./point-buffer.js";
import type { StepwiseEM } from "./stepwise-em.js";

/**
 * A mixture beside the one that labels is mature after so many points: then those take turns, and each learns one
 * mini-batch of so many, as if it had come so often. Learning costs more than scoring, and what a quarter of the points
 * leaves uncertain is nothing beside what there is to learn about anomalies.
 */
const MATURE = 5_000;
const TURNS = 4;

/**
 * The mixture that labels, and mixtures of other sizes that learn from the same mini-batches beside it: their mass
 * depths together are the anomaly score, and their likelihoods tell how many components the stream has.
 */
export class SideBySide {
  /** Labels points and is published. */
  readonly main: StepwiseEM;
  /** Mixtures of other numbers of components. */
  readonly others: readonly StepwiseEM[];
  /** Anomaly scores of the open mini-batch's points; they stay until the next one's come. */
  readonly anomalyScore: Float64Array;
  readonly #deep: readonly StepwiseEM[];

  /** The main mixture's depth is part of the anomaly score where it has one. */
  constructor(main: StepwiseEM, others: readonly StepwiseEM[]) {
    this.main = main;
    this.others = others;
    this.#deep = main.depthOf !== "none" ? [main, ...others] : others;
    const only = this.#deep[0];
    if (only === undefined) throw new RangeError("an anomaly score needs at least one mixture");
    this.anomalyScore = this.#deep.length === 1 ? only.scores.depth : new Float64Array(only.scores.count);
  }

  /** E-steps of the rows of the open mini-batch from `at` on. */
  enter(open: PointBuffer, at: number): void {
    this.main.enter(open, at);
    for (const [i, other] of this.others.entries()) other.enter(open, at, this.#learns(i));
    if (this.#deep.length > 1) this.#average(at, open.count);
  }

  /** The mean depth: −1/m Σ log mass, m the number of mixtures. */
  #average(from: number, to: number): void {
    const share = 1 / this.#deep.length;
    const score = this.anomalyScore;
    score.fill(0, from, to);
    for (const { scores } of this.#deep) for (let i = from; i < to; i++) score[i]! += scores.depth[i]!;
    for (let i = from; i < to; i++) score[i]! *= share;
  }

  /** The open mini-batch is complete: it is learned, by these weights. */
  fold(open: PointBuffer, weights: Float64Array): void {
    for (const [i, other] of this.others.entries()) {
      other.prequential.addCertainty(other.scores, open.count);
      other.foretold(open, 0);
      if (this.#learns(i)) other.fold(open, weights, isMature(other) ? TURNS : 1);
    }
    const { main } = this;
    main.prequential.addCertainty(main.scores, open.count);
    main.fold(open, weights);
  }

  /** Whether the open mini-batch is for this one of the others. */
  #learns(i: number): boolean {
    return !isMature(this.others[i]!) || this.main.progress.version % TURNS === i % TURNS;
  }

  /** Soft labels and anomaly scores of points that are not learned. */
  score(batch: PointBatch): Scores {
    const scores = this.main.score(batch);
    const anomalyScore = new Float64Array(batch.count);
    for (const member of this.#deep) {
      const { depth } = member === this.main ? scores : member.score(batch);
      for (let i = 0; i < batch.count; i++) anomalyScore[i]! += depth[i]! / this.#deep.length;
    }
    return { ...scores, anomalyScore };
  }

  /** How well mixtures of each size foretold the stream, by ascending number of components. */
  report(): SizeReport[] {
    return [this.main, ...this.others]
      .map(({ prequential, progress: { mixture } }) => {
        const { bic, icl } = prequential.criteria(mixture);
        return { components: mixture.components, logLikelihood: prequential.logLikelihood, bic, icl };
      })
      .sort((a, b) => a.components - b.components);
  }
}

const isMature = ({ points }: StepwiseEM): boolean => points >= MATURE;

/** How well a mixture of so many components foretold the stream. */
export interface SizeReport {
  readonly components: number;
  /** Prequential, nats a point: over all points, and over about the last thousand; NaN before any. */
  readonly logLikelihood: { readonly mean: number; readonly recent: number };
  /** Criteria on the prequential log-likelihood: the smallest wins. ICL asks for well separated components as well. */
  readonly bic: number;
  readonly icl: number;
}
