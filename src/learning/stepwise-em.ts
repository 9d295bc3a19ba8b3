import { harden } from "../em/e-step.js";
import { maximization } from "../em/m-step.js";
import type { Kernel } from "../kernel/kernel.js";
import type { Mixture } from "../mixture/mixture.js";
import { type PointBatch, totalWeight } from "../mixture/point-batch.js";
import { emptyScores, type Scores } from "../mixture/scores.js";
import { mergeSums } from "../statistics/merge-sums.js";
import type { Moments } from "../statistics/moments.js";
import { type Prior, priorOf } from "../statistics/prior.js";
import { SufficientStatistics } from "../statistics/sufficient-statistics.js";
import { emptied, emptySums, type Sums } from "../statistics/sums.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import type { PointBuffer } from "./point-buffer.js";
import { Prequential } from "./prequential.js";
import { stepSize } from "./step-size.js";
import { TwoViews } from "./two-views.js";

/** Observations before the first M-step of a learner that starts from a guess (Cappé & Moulines 2009, section 4). */
const COLD_OBSERVATIONS = 20;

/** What of a learner's options one mixture's learning depends on. */
export type StepwiseOptions = Pick<
  CheckedLearnerOptions,
  "dimensions" | "covariance" | "prior" | "mode" | "scale" | "miniBatch" | "schedule"
>;

/**
 * Whose mass depths scores hold: nobody's; the mixture's own; or, as a member of the anomaly score, the larger of its
 * {@link TwoViews} where it has two.
 */
export type DepthOf = "none" | "own" | "views";

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
 * Stepwise EM of one mixture: an E-step of every point of the open mini-batch, which is somebody else's, and an M-step
 * when that closes.
 *
 * Source: Cappé & Moulines (2009); Liang & Klein, Online EM for unsupervised models, NAACL 2009.
 */
export class StepwiseEM {
  readonly prior: Prior;
  /** Of the open mini-batch's points; they stay until the next one's come. */
  readonly scores: Scores;
  readonly prequential: Prequential;
  /** Whose mass depths the scores hold. */
  readonly depthOf: DepthOf;
  readonly #options: StepwiseOptions;
  readonly #kernel: Kernel;
  readonly #views: TwoViews | undefined;
  readonly #out: Pick<Scores, "responsibilities" | "logDensity"> & Partial<Pick<Scores, "depth">>;
  /** Memory for a mini-batch's statistics. */
  readonly #memory: { readonly sums: Sums; readonly statistics: SufficientStatistics };
  /** Sums of an open mini-batch whose points all came at once: reduced along with their E-step. */
  #sums: Sums | undefined;
  #progress: Progress;

  /** @param depthOf whose mass depths scores hold, if any: they need the distance to every component. */
  constructor(
    options: StepwiseOptions,
    kernel: Kernel,
    progress: Progress,
    depthOf: DepthOf,
    prequential = new Prequential(),
  ) {
    const { covariance, dimensions, miniBatch } = options;
    const { components, structure, means } = progress.mixture;
    this.#options = options;
    this.#kernel = kernel;
    this.#progress = progress;
    this.prequential = prequential;
    this.prior = priorOf(options.prior, progress.data, components, covariance, options.scale);
    this.scores = emptyScores(miniBatch, components);
    const { responsibilities, logDensity, depth } = this.scores;
    this.depthOf = depthOf;
    this.#out = depthOf === "none" ? { responsibilities, logDensity } : { responsibilities, logDensity, depth };
    if (depthOf === "views" && TwoViews.has(progress.mixture)) this.#views = new TwoViews(miniBatch);
    this.#memory = {
      sums: emptySums(components, dimensions, structure, means),
      statistics: new SufficientStatistics(components, dimensions, structure),
    };
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

  /** Sums of responsibilities of the mini-batch closed last, K numbers. */
  get lastCounts(): Float64Array {
    return this.#memory.sums.count;
  }

  /** Takes note of how well the rows of the open mini-batch from `at` on were foretold; those without weight do not count. */
  foretold(open: PointBuffer, at: number): void {
    const { logDensity } = this.scores;
    for (let i = at; i < open.count; i++) if (open.weights[i]! > 0) this.prequential.add(logDensity[i]!);
  }

  /** Points learned since the last fit to all of them. */
  get points(): number {
    return this.#progress.t * this.#options.miniBatch;
  }

  /**
   * E-step of the rows of the open mini-batch from `at` on.
   *
   * @param learns whether it will be learned.
   */
  enter(open: PointBuffer, at: number, learns = true): void {
    const rows = open.count - at;
    const { values, weights } = open;
    const evaluator = this.#progress.mixture.evaluator(this.#kernel);
    if (learns && rows === open.capacity && this.#options.mode === "soft") {
      this.#sums = this.#emptySums();
      evaluator.learn(values, 0, rows, weights, this.#out, this.#sums);
    } else evaluator.expectation(values, at, rows, this.#out);
    this.#views?.raise(this.#progress.mixture, this.#kernel, values, at, rows, this.scores.depth);
  }

  /** Soft labels of points that are not learned. */
  score(batch: PointBatch): Scores {
    const { mixture } = this.#progress;
    const scores = mixture.score(batch, this.#kernel);
    if (this.#views !== undefined)
      new TwoViews(batch.count).raise(mixture, this.#kernel, batch.values, 0, batch.count, scores.depth);
    return scores;
  }

  /**
   * The mini-batch, full or short, is complete: folds its statistics in and takes an M-step.
   *
   * @param weights by which the points are learned, where some are to be left out.
   * @param each how many points of the stream each of them stands for, where only some mini-batches are learned.
   */
  fold(open: PointBuffer, weights = open.weights, each = 1): void {
    const { miniBatch: B, schedule } = this.#options;
    const { t, t0, version, mixture, observed, statistics } = this.#progress;
    const weight = totalWeight({ count: open.count, weights });
    let { effectiveCount } = this.#progress;
    const passed = each * weight;
    const step = t + passed / B;
    const sums = this.#takeSums(open, weights);
    if (weight > 0) {
      const gamma = stepSize(step, t0, B, schedule);
      const share = (gamma * passed) / (gamma * passed + (1 - gamma) * B);
      mergeSums(statistics, sums, 1 - share, share / weight, this.#memory.statistics);
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
  }

  #maximize(statistics: SufficientStatistics, effectiveCount: number, previous: Mixture): Mixture {
    return maximization(statistics, effectiveCount, this.#options.covariance, this.prior, previous).mixture;
  }

  /** Sums of the open mini-batch, its points in order: the result cannot depend on how they arrived. */
  #takeSums(open: PointBuffer, weights: Float64Array): Sums {
    const reduced = weights === open.weights ? this.#sums : undefined;
    this.#sums = undefined;
    return reduced ?? this.#openSums(open, weights);
  }

  #openSums({ count, values }: PointBuffer, weights: Float64Array): Sums {
    const { mixture } = this.#progress;
    if (this.#options.mode === "hard") harden(this.scores, count, mixture.components);
    const sums = this.#emptySums();
    mixture.evaluator(this.#kernel).accumulate(values, 0, count, this.scores.responsibilities, weights, sums);
    return sums;
  }

  #emptySums(): Sums {
    return emptied(this.#memory.sums, this.#progress.mixture.means);
  }
}
