import { flaggedFrom } from "../anomaly/threshold.js";
import { drive } from "../em/drive.js";
import { defaultKernel } from "../kernel/default-kernel.js";
import type { Kernel } from "../kernel/kernel.js";
import type { Mixture } from "../mixture/mixture.js";
import { type PointBatch, points } from "../mixture/point-batch.js";
import { beginFrom, beginWith } from "./begin.js";
import { LabelSink } from "./label-sink.js";
import { type CheckedLearnerOptions, checkLearnerOptions, type LearnerOptions } from "./learner-options.js";
import { PointBuffer } from "./point-buffer.js";
import type { ScoredBatch } from "./scored-batch.js";
import type { SizeReport } from "./side-by-side.js";
import { type Expected, fromSections, join, type LearnerState, split, toSections } from "./state/learner-state.js";
import { Stream } from "./stream.js";

/** What a learner is doing. */
export type LearnerStatus =
  | { readonly phase: "warming up"; readonly points: number; readonly of: number }
  | { readonly phase: "learning"; readonly version: number };

/** Points are learned in slices of about this size, so that whoever drives the slices is never away for long. */
const SLICE = 4096;

/**
 * Learns a mixture from a stream and labels every point on the way: warm-up, initialisation, stepwise EM.
 *
 * A pure state machine: no clock, no input or output. What it does depends on the order of the points and on nothing
 * else, however they are cut into batches; {@link toBytes} and {@link fromBytes} restore it bit for bit. The label of
 * a point comes from the mixture at the start of its mini-batch, before the point is learned.
 *
 * @example
 * const learner = new Learner({ dimensions: 2, components: 3 });
 * const labels = learner.learn(points([[1, 2], [3, 4]])); // none yet: warming up
 * learner.flush().count; // 2
 */
export class Learner {
  readonly options: CheckedLearnerOptions;
  readonly #kernel: Kernel;
  readonly #warmup: PointBuffer;
  #stream: Stream | undefined;
  #points = 0;
  #busy = false;

  /** @throws RangeError when an option is out of range. */
  constructor(options: LearnerOptions, kernel: Kernel = defaultKernel) {
    this.options = checkLearnerOptions(options);
    this.#kernel = kernel;
    this.#warmup = new PointBuffer(this.options.dimensions, this.options.warmup);
    const { start } = options;
    if (start !== undefined)
      this.#stream = new Stream(this.options, kernel, beginFrom(start.mixture, start.points, this.options, kernel));
  }

  /** The mixture that will label the next point; undefined while warming up. */
  get mixture(): Mixture | undefined {
    return this.#stream?.main.progress.mixture;
  }

  /** Version of the mixture: 0 = initial, +1 for every mini-batch closed; −1 while warming up. */
  get version(): number {
    return this.#stream?.main.progress.version ?? -1;
  }

  /** Points given so far. */
  get points(): number {
    return this.#points;
  }

  /** Points given, but not labelled yet. */
  get pending(): number {
    return this.#stream === undefined ? this.#warmup.count : 0;
  }

  get status(): LearnerStatus {
    if (this.#stream !== undefined) return { phase: "learning", version: this.version };
    return { phase: "warming up", points: this.#warmup.count, of: this.#warmup.capacity };
  }

  /** The first component id that was never used; 0 while warming up. */
  get nextComponent(): number {
    return this.#stream?.parts.nextId ?? 0;
  }

  /** How many points the mixture stands for: grows with the stream, up to what the schedule remembers. */
  get effectiveCount(): number {
    return this.#stream?.main.progress.effectiveCount ?? 0;
  }

  /** Prequential log-likelihood, nats a point; NaN before any point outside warm-up. */
  get logLikelihood(): { readonly mean: number; readonly recent: number } {
    return this.#stream?.main.prequential.logLikelihood ?? { mean: Number.NaN, recent: Number.NaN };
  }

  /**
   * How well mixtures of other sizes foretold the stream beside the one that labels, and that one: by ascending number
   * of components; empty while warming up.
   */
  get sizes(): readonly SizeReport[] {
    return this.#stream?.parts.mixtures.report() ?? [];
  }

  /** Step size γ of the next M-step, if its mini-batch is full; NaN while warming up. */
  get step(): number {
    return this.#stream?.main.step ?? Number.NaN;
  }

  /**
   * Anomaly score from which the next point is flagged, in nats; NaN while none would be: warming up, or not calibrated
   * yet. Found by a search: to be asked for now and then.
   */
  get threshold(): number {
    if (this.#stream === undefined) return Number.NaN;
    return flaggedFrom(this.options.anomaly.threshold, this.#stream.parts.calibration);
  }

  /**
   * Labels and learns points.
   *
   * @returns labels of all points that can be labelled now, in input order: none while warming up, and those of the
   *   whole warm-up when it ends.
   * @throws RangeError on a wrong number of dimensions, an infinite coordinate or a bad weight; nothing is learned then.
   */
  learn(batch: PointBatch): ScoredBatch {
    return drive(this.learnInSlices(batch));
  }

  /** {@link learn}, yielding after bounded work; the learner must not be used until it has ended. */
  *learnInSlices(batch: PointBatch): Generator<undefined, ScoredBatch> {
    points(batch);
    const { dimensions } = this.options;
    if (batch.count > 0 && batch.dimensions !== dimensions)
      throw new RangeError(`points have ${batch.dimensions} dimensions, the learner ${dimensions}`);
    this.#enter();
    const sink = new LabelSink(this.#points - this.pending, this.pending + batch.count, this.#components);
    const before = this.#points;
    this.#points += batch.count;
    let at = 0;
    if (this.#stream === undefined) {
      at = Math.min(batch.count, this.#warmup.room);
      this.#warmup.append(batch, 0, at);
      if (this.#warmup.room === 0) yield* this.#initialise(sink);
    }
    for (let slice = at; at < batch.count; ) {
      at += yield* this.#learning.take(batch, at, batch.count - at, before + at, sink);
      if (at - slice < SLICE) continue;
      slice = at;
      yield;
    }
    this.#busy = false;
    return sink.finish();
  }

  /**
   * Ends the warm-up early, or folds a short mini-batch in: for streams that pause or end. Without points, nothing.
   *
   * @returns labels of the warm-up's points, where it ended.
   */
  flush(): ScoredBatch {
    return drive(this.flushInSlices());
  }

  /** {@link flush}, yielding after bounded work. */
  *flushInSlices(): Generator<undefined, ScoredBatch> {
    this.#enter();
    const sink = new LabelSink(this.#points - this.pending, this.pending, this.#components);
    if (this.#stream !== undefined) {
      if (this.#stream.open.count > 0) yield* this.#stream.close(this.#points, sink);
    } else if (this.#warmup.count > 0) yield* this.#initialise(sink);
    this.#busy = false;
    return sink.finish();
  }

  *#initialise(sink: LabelSink): Generator<undefined, void> {
    const batch = this.#warmup.batch();
    const stream = new Stream(this.options, this.#kernel, yield* beginWith(batch, this.options, this.#kernel));
    const { mixture, version } = stream.main.progress;
    sink.add(stream.parts.mixtures.score(batch), 0, batch.count, { mixture, version, warmup: true });
    this.#stream = stream;
    this.#warmup.release();
  }

  get #learning(): Stream {
    if (this.#stream === undefined) throw new Error("no mixture yet");
    return this.#stream;
  }

  /** Number of components that labels are made for, for a first guess of their room. */
  get #components(): number {
    return this.mixture?.components ?? this.options.components.min;
  }

  #enter(): void {
    if (this.#busy) throw new Error("the learner is in the middle of a batch: finish its slices first");
    this.#busy = true;
  }

  /** The whole state, with magic, format version, kernel, fingerprint and checksum. */
  toBytes(): Uint8Array {
    return join(this.toSections());
  }

  /**
   * The state in named sections, few of which change from call to call: `learner`, and while warming up
   * `warm-up/0`, `warm-up/1`, … with the points.
   */
  toSections(): Map<string, Uint8Array> {
    if (this.#busy) throw new Error("the learner is in the middle of a batch: finish its slices first");
    const { options } = this;
    return toSections({
      options,
      kernel: this.#kernel.arithmetic,
      points: this.#points,
      warmup: this.#warmup,
      stream: this.#stream,
    });
  }

  /**
   * @param expected what the state must have been made with.
   * @throws StateError when the state is damaged, foreign, newer, or made with something else than expected.
   */
  static fromBytes(bytes: Uint8Array, expected: Expected = {}): Learner {
    return Learner.fromSections(split(bytes), expected);
  }

  /** The inverse of {@link toSections}. */
  static fromSections(sections: ReadonlyMap<string, Uint8Array>, expected: Expected = {}): Learner {
    const kernel = expected.kernel ?? defaultKernel;
    return Learner.#restore(fromSections(sections, { ...expected, kernel }), kernel);
  }

  static #restore(state: LearnerState, kernel: Kernel): Learner {
    const learner = new Learner(state.options, kernel);
    learner.#points = state.points;
    learner.#stream = state.stream;
    learner.#warmup.append(state.warmup.batch(), 0, state.warmup.count);
    return learner;
  }
}
