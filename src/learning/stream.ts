import type { Calibration } from "../anomaly/calibration.js";
import type { Kernel } from "../kernel/kernel.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { changed, exchanged } from "./changes.js";
import { eventOf, replacementEvents } from "./events.js";
import { Judge } from "./judge.js";
import type { KeepingUp, Verdict } from "./keeping-up.js";
import type { LabelSink } from "./label-sink.js";
import type { LearnerEvent } from "./learner-event.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import { Outlying, withoutFewOutlying } from "./outlying.js";
import { PointBuffer } from "./point-buffer.js";
import { ReviewSchedule } from "./review-schedule.js";
import { SideBySide } from "./side-by-side.js";
import { mainDepth } from "./side-components.js";
import { type Progress, StepwiseEM } from "./stepwise-em.js";
import { isRefitted, Young } from "./young.js";

/** What a {@link Stream} is made of, as its state holds it. */
export interface StreamParts {
  readonly mixtures: SideBySide;
  readonly calibration: Calibration;
  /** Absent once the last re-fit has been. */
  readonly young: Young | undefined;
  /** Absent where the mixture is not to change by itself. */
  readonly keepingUp: KeepingUp | undefined;
  /** Id that the next new component gets. */
  readonly nextId: number;
}

/** Learning after the warm-up: labels points, and does what is due whenever a mini-batch closes. */
export class Stream {
  readonly open: PointBuffer;
  readonly #options: CheckedLearnerOptions;
  readonly #kernel: Kernel;
  readonly #judge: Judge;
  readonly #outlying: Outlying;
  #parts: StreamParts;

  constructor(options: CheckedLearnerOptions, kernel: Kernel, parts: StreamParts) {
    this.#options = options;
    this.#kernel = kernel;
    this.#parts = parts;
    this.#judge = new Judge(options.anomaly.threshold);
    const { dimensions, miniBatch } = options;
    this.#outlying = new Outlying(dimensions, miniBatch);
    this.open = new PointBuffer(dimensions, miniBatch);
  }

  get parts(): StreamParts {
    return this.#parts;
  }

  get main(): StepwiseEM {
    return this.#parts.mixtures.main;
  }

  /**
   * Labels rows of a batch under the current mixture and learns them, at most up to the end of the mini-batch.
   *
   * @param points given before these.
   * @returns how many were taken.
   */
  *take(batch: PointBatch, from: number, rows: number, points: number, sink: LabelSink): Generator<undefined, number> {
    const taken = Math.min(rows, this.open.room);
    const at = this.open.count;
    this.#enter(batch, from, taken);
    this.#label(at, sink);
    if (this.open.room === 0) yield* this.close(points + taken, sink);
    return taken;
  }

  /** Puts points back into the open mini-batch, whose labels went out before. */
  restoreOpen(batch: PointBatch): void {
    this.#enter(batch, 0, batch.count);
  }

  #enter(batch: PointBatch, from: number, rows: number): void {
    const at = this.open.count;
    this.open.append(batch, from, rows);
    this.#parts.mixtures.enter(this.open, at);
  }

  #label(at: number, sink: LabelSink): void {
    const { open } = this;
    const { mixtures, calibration } = this.#parts;
    const { scores, progress } = mixtures.main;
    const { mixture, version } = progress;
    const { anomalyScore } = mixtures;
    mixture.nameComponents(at, open.count - at, scores);
    const index = sink.add({ ...scores, anomalyScore }, at, open.count - at, { mixture, version, warmup: false });
    this.#judge.judge(open, at, anomalyScore, calibration, mixture, sink, index);
    mixtures.main.foretold(open, at);
  }

  /** Closes the open mini-batch, full or short; `points` have been given so far. */
  *close(points: number, sink: LabelSink): Generator<undefined, void> {
    const { mixtures, calibration, young, keepingUp } = this.#parts;
    const { open, main } = this;
    const { logDensity } = main.scores;
    // Counted even where they are learned: where nothing would notice that they have become many, none is set aside.
    const kept = this.#outlying.weightsOf(open, logDensity, main.progress.mixture);
    const weights = keepingUp?.setsAside ? kept : open.weights;
    mixtures.fold(open, weights);
    calibration.add(mixtures.anomalyScore, 0, open.count);
    if (young !== undefined) yield* this.#growUp(young, weights);
    if (keepingUp !== undefined) {
      const { nextId } = this.#parts;
      const { aside } = this.#outlying;
      const moment = { main: this.main, open, logDensity, counts: main.lastCounts, kept, aside, nextId };
      const verdict = yield* keepingUp.after(moment);
      if (verdict !== undefined) for (const event of yield* this.#follow(verdict, keepingUp, points)) sink.tell(event);
    }
    open.clear();
  }

  *#growUp(young: Young, weights: Float64Array): Generator<undefined, void> {
    young.add({ ...this.open.batch(), weights });
    const progress = yield* young.refit(this.main, this.#options, this.#kernel);
    if (progress !== undefined) this.#install({ ...progress, version: progress.version + 1 });
    if (young.isOver) this.#parts = { ...this.#parts, young: undefined };
  }

  *#follow(verdict: Verdict, keepingUp: KeepingUp, points: number): Generator<undefined, readonly LearnerEvent[]> {
    if (verdict.kind === "replacement") return yield* this.#replace(verdict, keepingUp, points);
    if (verdict.kind === "repair") {
      const { em, change } = verdict;
      this.#install(changed(this.main.progress, em.progress, this.#parts.nextId));
      this.#parts = { ...this.#parts, nextId: change.nextId };
      this.#afterRepair(keepingUp);
    }
    return [eventOf(verdict, this.main.progress, points)];
  }

  *#replace(
    { em, points: since, gain }: Extract<Verdict, { kind: "replacement" }>,
    keepingUp: KeepingUp,
    points: number,
  ): Generator<undefined, readonly LearnerEvent[]> {
    const { nextId, calibration } = this.#parts;
    since.weights.set(
      withoutFewOutlying(since.batch(), em.progress.mixture, this.#kernel).weights.subarray(0, since.count),
    );
    const { main, others } = this.#parts.mixtures;
    const next = yield* exchanged(main.progress, nextId, em.progress, others, since, this.#options, this.#kernel);
    const mixtures = this.#mixturesOf(next.progress, next.others);
    const young = isRefitted(this.#options) && since.room > 0 ? new Young(since) : undefined;
    this.#parts = { ...this.#parts, mixtures, nextId: next.nextId, young };
    calibration.reset();
    calibration.add(mixtures.score(since.batch()).anomalyScore, 0, since.count);
    keepingUp.restart(next.progress.mixture.components, since.count, new ReviewSchedule(since.count));
    return replacementEvents(next, points, { gain, since: since.count });
  }

  /** A repair that won a challenge follows a change: points from before it are no measure of the mixture any more. */
  #afterRepair(keepingUp: KeepingUp): void {
    const { challenge, recent } = keepingUp.parts;
    if (challenge !== undefined) this.#parts = { ...this.#parts, young: undefined };
    keepingUp.restart(this.main.progress.mixture.components, challenge?.points.count ?? recent.count);
  }

  #install(progress: Progress): void {
    this.#parts = { ...this.#parts, mixtures: this.#mixturesOf(progress, this.#parts.mixtures.others) };
  }

  #mixturesOf(progress: Progress, others: readonly StepwiseEM[]): SideBySide {
    const options = this.#options;
    const main = new StepwiseEM(options, this.#kernel, progress, mainDepth(options), this.main.prequential);
    return new SideBySide(main, others);
  }
}
