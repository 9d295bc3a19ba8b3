import type { Kernel } from "../kernel/kernel.js";
import type { ChangeMade } from "./change-made.js";
import type { CheckedLearnerOptions } from "./learner-options.js";
import { Outlying, type WeightedPoints, withoutFewOutlying } from "./outlying.js";
import type { PointBuffer } from "./point-buffer.js";
import { refit } from "./refit.js";
import { StepwiseEM } from "./stepwise-em.js";

/** Where a challenger comes from: a fit to the points since the change, or the mixture with one component changed. */
export type Origin = "shadow" | "repair";

/** A mixture that competes with the one in office. */
export interface Challenger {
  readonly origin: Origin;
  readonly em: StepwiseEM;
  /** What a repair changed. */
  readonly change?: ChangeMade;
  /** Points compared, and the sum and sum of squares of its log density less that of the mixture in office. */
  readonly tally: { count: number; sum: number; squares: number };
}

/** Points compared before a challenger can win: a mini-batch may be a burst. */
const LEAST_COMPARED = 100;
/** It must be ahead by so many standard errors, since it is asked after every mini-batch, … */
const ERRORS_AHEAD = 4;
/** … and by so much, nats a point, since a change that small is the step's business. */
const LEAST_GAIN = 0.01;
/** What it is worth that components stay as they are, nats a point. */
const CONSERVATISM = 0.05;

/**
 * A competition about the points that came since the stream changed, decided on points that nobody has learned when
 * they are scored.
 */
export class Challenge {
  /** Points since the change. */
  readonly points: PointBuffer;
  /** None until there are points enough. */
  challengers: readonly Challenger[];
  /** Points that the shadow was fitted to last. */
  fitted: number;
  readonly #outlying: Outlying;

  /** @param miniBatch points of a mini-batch at most. */
  constructor(points: PointBuffer, miniBatch: number, challengers: readonly Challenger[] = [], fitted = 0) {
    this.#outlying = new Outlying(points.dimensions, miniBatch);
    this.points = points;
    this.challengers = challengers;
    this.fitted = fitted;
  }

  /**
   * Scores a mini-batch that is complete, then learns it. Points beyond everything decide nothing: a single one would.
   *
   * @param logDensity of the mixture in office.
   * @param kept weights without the points that are outlying to it.
   */
  compare(open: PointBuffer, logDensity: Float64Array, kept: Float64Array): void {
    for (const { em, tally } of this.challengers) {
      em.enter(open, 0);
      const own = this.#outlying.weightsOf(open, em.scores.logDensity, em.progress.mixture);
      for (let i = 0; i < open.count; i++) {
        if (own[i] === 0 && kept[i] === 0) continue;
        const ahead = em.scores.logDensity[i]! - logDensity[i]!;
        tally.count += 1;
        tally.sum += ahead;
        tally.squares += ahead * ahead;
      }
      em.fold(open, own);
    }
  }

  /** Points that every challenger was compared on since its last fit. */
  get compared(): number {
    return Math.min(...this.challengers.map(({ tally }) => tally.count));
  }

  /**
   * The challenger that is further ahead than chance allows. Of two it is the repair, which leaves most components as
   * they are, unless the shadow is clearly better.
   */
  get winner(): Challenger | undefined {
    const [first] = this.challengers.filter(isAhead).toSorted((a, b) => merit(b) - merit(a));
    return first;
  }

  /** The shadow is fitted again once the points since the change have doubled. */
  *refit(options: CheckedLearnerOptions, kernel: Kernel): Generator<undefined, void> {
    if (this.points.count < 2 * this.fitted) return;
    this.fitted = this.points.count;
    const challengers: Challenger[] = [];
    for (const challenger of this.challengers) {
      const { origin, em } = challenger;
      const progress = origin === "shadow" ? yield* refit(em, this.#points(em, kernel), options, kernel) : undefined;
      if (progress === undefined) challengers.push(challenger);
      else challengers.push(challengerOf(origin, new StepwiseEM(options, kernel, progress, "none")));
    }
    this.challengers = challengers;
  }

  #points({ progress }: StepwiseEM, kernel: Kernel): WeightedPoints {
    return withoutFewOutlying(this.points.batch(), progress.mixture, kernel);
  }
}

export function challengerOf(origin: Origin, em: StepwiseEM): Challenger {
  return { origin, em, tally: { count: 0, sum: 0, squares: 0 } };
}

function merit(challenger: Challenger): number {
  return gainOf(challenger) + (challenger.origin === "repair" ? CONSERVATISM : 0);
}

/** Mean lead over the mixture in office, nats a point. */
export function gainOf({ tally }: Challenger): number {
  return tally.count === 0 ? 0 : tally.sum / tally.count;
}

function isAhead(challenger: Challenger): boolean {
  const { count, squares } = challenger.tally;
  const gain = gainOf(challenger);
  if (count < LEAST_COMPARED || !(gain > LEAST_GAIN)) return false;
  const variance = Math.max(0, squares / count - gain * gain);
  return gain * gain * count > ERRORS_AHEAD * ERRORS_AHEAD * variance;
}
