import { DriftMonitor } from "../drift/drift-monitor.js";
import type { Kernel } from "../kernel/kernel.js";
import { type Change, review } from "../lifecycle/review.js";
import { effectiveNumber } from "../lifecycle/scored-points.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { fittedWithin } from "./beginnings.js";
import { Challenge, type Challenger, challengerOf, gainOf } from "./challenge.js";
import { type ChangeMade, madeOf } from "./change-made.js";
import type { Detector } from "./learner-event.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import { arePartial, isPartial, withoutFewOutlying } from "./outlying.js";
import { OutlyingShare } from "./outlying-share.js";
import { PointBuffer } from "./point-buffer.js";
import { RecentPoints } from "./recent-points.js";
import { ReviewSchedule } from "./review-schedule.js";
import { ShareWatch } from "./share-watch.js";
import { offsetAfter } from "./step-size.js";
import { StepwiseEM } from "./stepwise-em.js";
import { youngCapacity } from "./young.js";

/** Points that a review sees at most. */
export const RECENT_POINTS = 2000;
/** A shadow is fitted to so many points for each coordinate of each mean, but not to fewer than … */
const POINTS_PER_COORDINATE = 10;
const LEAST_POINTS = 200;
/** A challenge is over when so many times the points of the first fit have not decided it. */
const PATIENCE = 8;

/** Where the learner stands when a mini-batch has been folded in. */
export interface Moment {
  readonly main: StepwiseEM;
  /** The mini-batch, complete. */
  readonly open: PointBuffer;
  /** Of its points, before the mixture learned them. */
  readonly logDensity: Float64Array;
  /** K sums of their responsibilities. */
  readonly counts: Float64Array;
  /** Their weights without those that lie beyond every component. */
  readonly kept: Float64Array;
  /** How many of them do. */
  readonly aside: number;
  readonly nextId: number;
}

/** What is to be done. */
export type Verdict =
  | {
      readonly kind: "drift";
      readonly detector: Detector;
      readonly rise: number;
      readonly since: number;
    }
  | { readonly kind: "dismissal"; readonly gain: number }
  /** The mixture is to be exchanged for one that was fitted to these points. */
  | { readonly kind: "replacement"; readonly em: StepwiseEM; readonly points: PointBuffer; readonly gain: number }
  /** Some of the components are to be changed. */
  | { readonly kind: "repair"; readonly em: StepwiseEM; readonly change: ChangeMade };

/** The parts of a {@link KeepingUp}, as its state holds them. */
export interface KeepingUpParts {
  readonly monitor: DriftMonitor;
  readonly shares: ShareWatch;
  readonly outlying: OutlyingShare;
  readonly recent: RecentPoints;
  readonly schedule: ReviewSchedule;
  readonly challenge: Challenge | undefined;
}

/** Watches a mixture while the stream goes by: notices drift, has others compete with it, reviews its components. */
export class KeepingUp {
  readonly #options: CheckedLearnerOptions;
  readonly #kernel: Kernel;
  #parts: KeepingUpParts;

  constructor(options: CheckedLearnerOptions, kernel: Kernel, parts: KeepingUpParts) {
    this.#options = options;
    this.#kernel = kernel;
    this.#parts = parts;
  }

  /** From the first points of a mixture on; it has learned so many. */
  static begin(options: CheckedLearnerOptions, kernel: Kernel, components: number, points: number): KeepingUp {
    const { dimensions } = options;
    return new KeepingUp(options, kernel, {
      monitor: new DriftMonitor(),
      shares: new ShareWatch(new Float64Array(components)),
      outlying: new OutlyingShare(),
      recent: new RecentPoints(dimensions, RECENT_POINTS),
      schedule: new ReviewSchedule(points),
      challenge: undefined,
    });
  }

  get parts(): KeepingUpParts {
    return this.#parts;
  }

  /** Whether outlying points are to be set aside: not those that are many, once nobody could make more of them. */
  get setsAside(): boolean {
    return this.#parts.challenge !== undefined || !this.#parts.outlying.areMany;
  }

  /** Keeps points that were learned before it began. */
  remember(points: PointBatch): void {
    this.#parts.recent.append(points);
  }

  /** Takes a mini-batch that the mixture has scored and learned. */
  *after(moment: Moment): Generator<undefined, Verdict | undefined> {
    const { main, open, counts, aside } = moment;
    const { recent, shares, outlying, schedule, challenge } = this.#parts;
    recent.append(open);
    schedule.add(open.count);
    const areOff = shares.add(counts, main.progress.mixture.weights, effectiveNumber(open));
    const areMany = outlying.add(aside, open.count);
    if (challenge !== undefined) return yield* this.#contest(challenge, moment);
    const drift = areMany ? this.#challenged(moment, 0, "outlying", outlying.share, aside) : this.#watch(moment);
    if (drift !== undefined || !schedule.isDue(areOff)) return drift;
    const change = yield* this.#review(moment);
    schedule.done(change !== undefined);
    if (change === undefined) return undefined;
    return { kind: "repair", em: this.#changed(main, change), change: madeOf(change) };
  }

  /**
   * The mixture has been changed or exchanged: what was measured of the old one says nothing of it.
   *
   * @param keep of the recent points, how many are still like those to come.
   * @param schedule of a mixture that is new.
   */
  restart(components: number, keep: number, schedule = this.#parts.schedule): void {
    const { recent, monitor } = this.#parts;
    monitor.reset();
    recent.keepLast(keep);
    const shares = new ShareWatch(new Float64Array(components));
    this.#parts = { ...this.#parts, shares, schedule, outlying: new OutlyingShare(), challenge: undefined };
  }

  #watch(moment: Moment): Verdict | undefined {
    const { open, logDensity } = moment;
    const partial = arePartial(open);
    for (let i = 0; i < open.count; i++) {
      // With some coordinates missing the density is another measure: their share may change without drift.
      if (open.weights[i] === 0 || (partial && isPartial(open, i))) continue;
      const alarm = this.#parts.monitor.add(-logDensity[i]!);
      if (alarm !== undefined) return this.#challenged(moment, i + 1, alarm.detector, alarm.rise, alarm.since);
    }
    return undefined;
  }

  /**
   * Points from row `from` on will decide. Those between the estimated change and the alarm would be a mixture of old
   * and new, and a component would stay with the old.
   */
  #challenged({ open, main }: Moment, from: number, detector: Detector, rise: number, since: number): Verdict {
    const { dimensions, miniBatch } = this.#options;
    const points = new PointBuffer(dimensions, Math.max(youngCapacity(this.#options), 2 * this.#leastPoints(main)));
    points.append(open.batch(), from, Math.min(open.count - from, points.room));
    this.#parts = { ...this.#parts, challenge: new Challenge(points, miniBatch) };
    return { kind: "drift", detector, rise, since };
  }

  *#contest(challenge: Challenge, moment: Moment): Generator<undefined, Verdict | undefined> {
    const { open, main, logDensity, kept } = moment;
    const { points } = challenge;
    challenge.compare(open, logDensity, kept);
    points.append(open.batch(), 0, Math.min(open.count, points.room));
    const { winner } = challenge;
    if (winner !== undefined) return verdictOf(winner, points);
    const least = this.#leastPoints(main);
    if (challenge.challengers.length === 0) {
      if (points.count >= least) yield* this.#enlist(challenge, moment);
      return undefined;
    }
    if (points.count >= Math.min(points.capacity, PATIENCE * least) && challenge.compared >= LEAST_POINTS) {
      this.#parts.monitor.reset();
      this.#parts = { ...this.#parts, challenge: undefined };
      return { kind: "dismissal", gain: Math.max(...challenge.challengers.map(gainOf)) };
    }
    yield* challenge.refit(this.#options, this.#kernel);
    return undefined;
  }

  /** A shadow, fitted to the points since the change alone, and the mixture with the change that helps most. */
  *#enlist(challenge: Challenge, moment: Moment): Generator<undefined, void> {
    const { main } = moment;
    const points = withoutFewOutlying(challenge.points.batch(), main.progress.mixture, this.#kernel);
    const shadow = yield* fittedWithin(points, this.#options.components, this.#options, this.#kernel);
    const challengers: Challenger[] = [challengerOf("shadow", this.#learning(shadow))];
    const change = yield* this.#review(moment);
    if (change !== undefined)
      challengers.push({ ...challengerOf("repair", this.#changed(main, change)), change: madeOf(change) });
    challenge.challengers = challengers;
    challenge.fitted = points.count;
  }

  #leastPoints({ progress }: StepwiseEM): number {
    const coordinates = progress.mixture.components * progress.mixture.dimensions;
    const most = Math.max(LEAST_POINTS, this.#options.warmup);
    return Math.min(most, Math.max(LEAST_POINTS, POINTS_PER_COORDINATE * coordinates));
  }

  *#review({ main, nextId }: Moment): Generator<undefined, Change | undefined> {
    const { mixture, statistics, effectiveCount, version } = main.progress;
    const { prior } = main;
    const { components: limits, seed } = this.#options;
    const kernel = this.#kernel;
    // What is far from everything would decide alone: a component for outliers gains more than all others are worth.
    const recent = withoutFewOutlying(this.#parts.recent.last(), mixture, kernel);
    const common = { mixture, statistics, effectiveCount, prior, recent, limits, nextId, seed, kernel };
    return yield* review({ ...common, version: version + 1 });
  }

  /** Steps go on as after `effectiveCount` points, where that makes them longer: what is new has learned from few. */
  #changed({ progress }: StepwiseEM, { mixture, statistics, effectiveCount }: Change): StepwiseEM {
    const { miniBatch, schedule } = this.#options;
    const t0 = offsetAfter(effectiveCount, miniBatch, schedule);
    const time = t0 < progress.t + progress.t0 ? { t: 0, t0 } : {};
    return this.#learning({ ...progress, ...time, mixture, statistics, effectiveCount });
  }

  #learning(progress: StepwiseEM["progress"]): StepwiseEM {
    return new StepwiseEM(this.#options, this.#kernel, progress, "none");
  }
}

function verdictOf(winner: Challenger, points: PointBuffer): Verdict {
  const { em, change } = winner;
  if (change === undefined) return { kind: "replacement", em, points, gain: gainOf(winner) };
  return { kind: "repair", em, change };
}
