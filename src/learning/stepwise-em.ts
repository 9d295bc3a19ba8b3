import { harden } from "../em/e-step.js";
import { maximization } from "../em/m-step.js";
import type { Kernel } from "../kernel/kernel.js";
import type { Mixture } from "../mixture/mixture.js";
import { type PointBatch, totalWeight } from "../mixture/point-batch.js";
import { emptyScores, type Scores } from "../mixture/scores.js";
import type { Moments } from "../statistics/moments.js";
import { type Prior, priorOf } from "../statistics/prior.js";
import { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import { emptied, emptySums, type Sums, toStatistics } from "../statistics/sums.js";
import type { LabelSink } from "./label-sink.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import { PointBuffer } from "./point-buffer.js";
import { Prequential } from "./prequential.js";
import { stepSize } from "./step-size.js";

/** Observations before the first M-step of a learner that starts from a guess (Cappé & Moulines 2009, section 4). */
const COLD_OBSERVATIONS = 20;

/** Where stepwise EM stands, apart from its open mini-batch. */
export interface Progress {
  readonly mixture: Mixture;
  /** Normalised statistics: their counts sum to 1. */
  readonly statistics: SufficientStatistics;
  /** Moments of the data that the prior and its floor are taken from; frozen. */
  readonly data: Moments;
  readonly version: number;
  /** Steps taken, in full mini-batches of weight B. */
  readonly t: number;
  readonly t0: number;
  /** Number of points that the statistics stand for. */
  readonly effectiveCount: number;
  /** Weight learned since a cold start; Infinity once M-steps are allowed. */
  readonly observed: number;
}

/**
 * Stepwise EM: one E-step labels and learns, and every mini-batch of B points ends in an M-step.
 *
 * Source: Cappé & Moulines (2009); Liang & Klein, Online EM for unsupervised models, NAACL 2009.
 */
export class StepwiseEM {
  readonly open: PointBuffer;
  readonly #options: CheckedLearnerOptions;
  readonly #kernel: Kernel;
  readonly #prior: Prior;
  readonly #scores: Scores;
  /** Memory for a mini-batch's statistics. */
  readonly #memory: { readonly sums: Sums; readonly statistics: SufficientStatistics };
  /** Sums of an open mini-batch whose points all came at once: reduced along with their E-step. */
  #sums: Sums | undefined;
  readonly prequential: Prequential;
  #progress: Progress;

  constructor(options: CheckedLearnerOptions, kernel: Kernel, progress: Progress, prequential = new Prequential()) {
    const { components, covariance, dimensions, miniBatch } = options;
    this.#options = options;
    this.#kernel = kernel;
    this.#progress = progress;
    this.#prior = priorOf(options.prior, progress.data, components, covariance, options.scale);
    this.#scores = emptyScores(miniBatch, components);
    const { structure, means } = progress.mixture;
    this.#memory = {
      sums: emptySums(components, dimensions, structure, means),
      statistics: new SufficientStatistics(components, dimensions, structure),
    };
    this.open = new PointBuffer(dimensions, miniBatch);
    this.prequential = prequential;
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** γ of the next M-step, if its mini-batch is full. */
  get step(): number {
    const { miniBatch, schedule } = this.#options;
    const { t, t0 } = this.#progress;
    return stepSize(t + 1, t0, miniBatch, schedule);
  }

  /** Labels rows of a batch under the current mixture and learns them, at most up to the end of the mini-batch. */
  take(batch: PointBatch, from: number, rows: number, sink: LabelSink): number {
    const taken = Math.min(rows, this.open.room);
    const at = this.open.count;
    this.#enter(batch, from, taken);
    const { mixture, version } = this.#progress;
    mixture.nameComponents(at, taken, this.#scores);
    sink.add(this.#scores, at, taken, mixture, version, false);
    for (let i = at; i < at + taken; i++) this.prequential.add(this.#scores.logDensity[i]!);
    if (this.open.room === 0) this.fold();
    return taken;
  }

  /** Puts points back into the open mini-batch, whose labels went out before. */
  restoreOpen(batch: PointBatch): void {
    this.#enter(batch, 0, batch.count);
  }

  #enter(batch: PointBatch, from: number, rows: number): void {
    const at = this.open.count;
    this.open.append(batch, from, rows);
    const { values, weights } = this.open;
    const evaluator = this.#progress.mixture.evaluator(this.#kernel);
    if (rows === this.open.capacity && this.#options.mode === "soft") {
      this.#sums = this.#emptySums();
      evaluator.learn(values, 0, rows, weights, this.#scores, this.#sums);
    } else evaluator.expectation(values, at, rows, this.#scores);
  }

  /** Closes the open mini-batch, full or short: folds its statistics in and takes an M-step. */
  fold(): void {
    const { miniBatch: B, schedule } = this.#options;
    const { t, t0, version, mixture, observed } = this.#progress;
    const weight = totalWeight(this.open.batch());
    const statistics = this.#progress.statistics;
    let { effectiveCount } = this.#progress;
    const step = t + weight / B;
    if (weight > 0) {
      const gamma = stepSize(step, t0, B, schedule);
      const share = (gamma * weight) / (gamma * weight + (1 - gamma) * B);
      statistics.merge(this.#openStatistics(), 1 - share, share / weight);
      effectiveCount = 1 / ((share * share) / weight + ((1 - share) * (1 - share)) / effectiveCount);
    }
    const seen = observed + weight;
    const learn = weight > 0 && seen >= COLD_OBSERVATIONS;
    this.#progress = {
      ...this.#progress,
      mixture: learn ? this.#maximize(statistics, effectiveCount, mixture) : mixture,
      version: version + 1,
      t: step,
      effectiveCount,
      observed: seen >= COLD_OBSERVATIONS ? Infinity : seen,
    };
    this.open.clear();
  }

  #maximize(statistics: SufficientStatistics, effectiveCount: number, previous: Mixture): Mixture {
    return maximization(statistics, effectiveCount, this.#options.covariance, this.#prior, previous).mixture;
  }

  /** Statistics of the open mini-batch, its points in order: the result cannot depend on how they arrived. */
  #openStatistics(): SufficientStatistics {
    const sums = this.#sums ?? this.#openSums();
    this.#sums = undefined;
    return toStatistics(sums, this.#memory.statistics);
  }

  #openSums(): Sums {
    const { mixture } = this.#progress;
    const { count, values, weights } = this.open;
    if (this.#options.mode === "hard") harden(this.#scores, count, mixture.components);
    const sums = this.#emptySums();
    mixture.evaluator(this.#kernel).accumulate(values, 0, count, this.#scores.responsibilities, weights, sums);
    return sums;
  }

  #emptySums(): Sums {
    return emptied(this.#memory.sums, this.#progress.mixture.means);
  }
}
