import type { OperatorFunction } from "rxjs";
import type { Learner } from "../learning/learner.js";
import type { ScoredBatch, ScoredRun } from "../learning/scored-batch.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { inOrder, type SliceOptions, type Stage } from "./in-order.js";
import { checkMinimum, type LabelStyle, labelOf } from "./label-of.js";
import type { Learned, Progress } from "./labelled.js";
import { type LearnerMaker, learnerMaker, type StreamLearnerOptions } from "./learners.js";
import { type PointOptions, PointReader } from "./point-reader.js";

/** Options of {@link stepwiseEM}; `components` and `features` have no default. */
export interface StepwiseEMOptions<T> extends StreamLearnerOptions, PointOptions<T>, SliceOptions {
  /** Responsibilities below it are left out of labels; default .001. */
  readonly minimum?: number;
  /** Names of the D features, for the reasons why a value is unusual; default x1, x2, … */
  readonly names?: readonly string[];
}

/**
 * Learns a Gaussian mixture from a stream of values and labels every value on the way, by stepwise EM.
 *
 * One output per input, in order, the caller's value inside. Values of the warm-up are held until there is a mixture
 * (`options.warmup` of them, 1,000 to 5,000 by default) and emitted then; when the source completes earlier, the
 * mixture is made of what there is. An error of the source passes at once and drops held values. Every other value is
 * labelled in the very call that delivers it, by the mixture from before the value was learned. Each subscription
 * learns afresh. On completion the open mini-batch stays open, so that a state saved then can go on exactly.
 *
 * A restored state (`start: bytes`) may hold points of its warm-up: they count, but their values are not known here,
 * and only values of this subscription are emitted.
 *
 * @throws RangeError when made with an option out of range, StateError on state that does not fit the options. The
 *   stream fails with a RangeError or TypeError that names the value when features have a wrong length or are
 *   infinite, and with whatever `features` throws.
 * @see Cappé & Moulines, On-line expectation-maximization algorithm for latent data models, JRSS B 71 (2009).
 * @example
 * import { from } from "rxjs";
 * import { stepwiseEM } from "mixtide/rx";
 *
 * from([{ ms: 12 }, { ms: 14 }, { ms: 13 }, { ms: 950 }, { ms: 990 }])
 *   .pipe(stepwiseEM({ components: 2, seed: 1, features: (visit) => [visit.ms] }))
 *   .subscribe(({ value, label }) => console.log(value.ms, label.component));
 * // 12 1
 * // 14 1
 * // 13 1
 * // 950 0
 * // 990 0
 */
export function stepwiseEM<T>(options: StepwiseEMOptions<T>): OperatorFunction<T, Learned<T>> {
  const maker = learnerMaker(options);
  const style = { minimum: checkMinimum(options.minimum), names: options.names };
  return inOrder(() => new Labeller(options, maker, style), options);
}

/** One point, made once and filled anew for every value: learners copy what they keep. */
type Point = Required<PointBatch>;

function pointOf(dimensions: number): Point {
  return { count: 1, dimensions, values: new Float64Array(dimensions), weights: new Float64Array(1) };
}

/** The state of one subscription: the learner, and the values that still wait for their labels. */
class Labeller<T> implements Stage<T, Learned<T>> {
  readonly #maker: LearnerMaker;
  readonly #style: LabelStyle;
  readonly #reader: PointReader<T>;
  #learner: Learner | undefined;
  #point: Point = pointOf(0);
  #held: T[] = [];
  #version = -1;
  #progress: Progress | undefined;

  constructor(options: PointOptions<T>, maker: LearnerMaker, style: LabelStyle) {
    this.#maker = maker;
    this.#style = style;
    this.#reader = new PointReader(options, maker.dimensions);
  }

  *take(value: T): Generator<undefined, Learned<T>[]> {
    const features = this.#reader.features(value);
    const weight = this.#reader.weight(value);
    this.#learner ??= this.#begin(features.length);
    this.#point.values.set(features);
    this.#point.weights[0] = weight;
    this.#held.push(value);
    return this.#label(yield* this.#learner.learnInSlices(this.#point), this.#learner);
  }

  *finish(): Generator<undefined, Learned<T>[]> {
    if (this.#learner === undefined || this.#learner.pending === 0) return [];
    return this.#label(yield* this.#learner.flushInSlices(), this.#learner);
  }

  #begin(dimensions: number): Learner {
    this.#point = pointOf(dimensions);
    return this.#maker.make(dimensions);
  }

  /** Labels come for all points that wait or for none. */
  #label(scored: ScoredBatch, learner: Learner): Learned<T>[] {
    if (scored.count === 0) return [];
    const values = this.#held;
    this.#held = [];
    const unknown = scored.count - values.length;
    const out: Learned<T>[] = [];
    for (const run of scored.runs) {
      const progress = this.#progressOf(run, scored, learner);
      for (let i = Math.max(run.start, unknown); i < run.end; i++) {
        const label = labelOf(scored, i, run.offset + (i - run.start) * run.mixture.components, run, this.#style);
        out.push({ value: values[i - unknown]!, label, mixture: run.mixture, progress });
      }
    }
    return out;
  }

  /** A version labels in the warm-up the points it was learned from, and later those that come after them. */
  #progressOf(run: ScoredRun, scored: ScoredBatch, learner: Learner): Progress {
    if (this.#progress === undefined || run.version !== this.#version) {
      const points = scored.first + (run.warmup ? run.end : run.start);
      this.#version = run.version;
      this.#progress = { points, logLikelihood: learner.logLikelihood };
    }
    return this.#progress;
  }
}
