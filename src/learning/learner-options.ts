import type { Mode } from "../em/e-step.js";
import { checkOneOf, checkWhole } from "../em/fit-options.js";
import type { CovarianceType } from "../mixture/covariance/covariance-type.js";
import { covarianceOf } from "../mixture/covariance/covariances.js";
import type { Mixture } from "../mixture/mixture.js";
import type { PriorKind } from "../statistics/prior.js";

/**
 * How the weight of the past fades.
 *
 * - `decreasing`: γ_t = (t + t0)^−α with .5 < α ≤ 1, default .85: converges on a fixed mixture;
 * - `half-life`: constant γ, so that a mini-batch weighs half as much after so many points: tracks.
 */
export type Schedule =
  | { readonly kind: "decreasing"; readonly exponent?: number }
  | { readonly kind: "half-life"; readonly points: number };

/** How a {@link Learner} works; `dimensions` and `components` have no default. */
export interface LearnerOptions {
  /** Number of features D. */
  readonly dimensions: number;
  /** Number of components K. */
  readonly components: number;
  /** Shape of the covariances; default `full`. */
  readonly covariance?: CovarianceType;
  /** Same seed and input, same bits; default 1. */
  readonly seed?: number;
  readonly prior?: PriorKind;
  /** `hard`: every point is learned by its most responsible component alone; labels stay soft. Default `soft`. */
  readonly mode?: Mode;
  /** Points between M-steps, B; default 100. */
  readonly miniBatch?: number;
  /** Default `{ kind: "decreasing" }`. */
  readonly schedule?: Schedule;
  /** Points before the first mixture, W; default 50·K·D, at least 1,000, at most 5,000 points or 16 MB. */
  readonly warmup?: number;
  /** Short EM runs that compete for the initial mixture; default 10. */
  readonly restarts?: number;
  readonly scale?: "none" | "deviation";
  /**
   * Skips warm-up. `points` = how many points the mixture stands for; without it, it is taken for a guess that the
   * stream soon outweighs.
   */
  readonly start?: { readonly mixture: Mixture; readonly points?: number };
  /** Identity of the features; state with another one is refused. Default: empty. */
  readonly fingerprint?: string;
}

/** Options with every default filled in, as they travel in the state. */
export interface CheckedLearnerOptions {
  readonly dimensions: number;
  readonly components: number;
  readonly covariance: CovarianceType;
  readonly seed: number;
  readonly prior: PriorKind;
  readonly mode: Mode;
  readonly miniBatch: number;
  readonly schedule:
    | { readonly kind: "decreasing"; readonly exponent: number }
    | Extract<Schedule, { kind: "half-life" }>;
  readonly warmup: number;
  readonly restarts: number;
  readonly scale: "none" | "deviation";
  readonly fingerprint: string;
}

const WARMUP_LEAST = 1000;
const WARMUP_MOST = 5000;
const WARMUP_BYTES = 16_000_000;

/** W = clamp(50·K·D, 1,000, min(5,000, 16 MB / 8D)). */
export function defaultWarmup(components: number, dimensions: number): number {
  const most = Math.min(WARMUP_MOST, Math.floor(WARMUP_BYTES / (8 * dimensions)));
  return Math.max(1, Math.min(Math.max(50 * components * dimensions, WARMUP_LEAST), most));
}

/**
 * Fills in the defaults.
 *
 * @throws RangeError when an option is out of range; the message names option and value.
 */
export function checkLearnerOptions(options: LearnerOptions): CheckedLearnerOptions {
  const { dimensions, components } = options;
  checkWhole("dimensions", dimensions, 1);
  checkWhole("components", components, 1);
  const checked: CheckedLearnerOptions = {
    dimensions,
    components,
    covariance: options.covariance ?? "full",
    seed: options.seed ?? 1,
    prior: options.prior ?? "default",
    mode: options.mode ?? "soft",
    miniBatch: options.miniBatch ?? 100,
    schedule: checkSchedule(options.schedule ?? { kind: "decreasing" }),
    warmup: options.warmup ?? defaultWarmup(components, dimensions),
    restarts: options.restarts ?? 10,
    scale: options.scale ?? "none",
    fingerprint: options.fingerprint ?? "",
  };
  covarianceOf(checked.covariance);
  checkOneOf("prior", checked.prior, ["default", "mclust", "none"]);
  checkOneOf("mode", checked.mode, ["soft", "hard"]);
  checkOneOf("scale", checked.scale, ["none", "deviation"]);
  checkWhole("miniBatch", checked.miniBatch, 1);
  checkWhole("warmup", checked.warmup, 1);
  checkWhole("restarts", checked.restarts, 1);
  if (!Number.isSafeInteger(checked.seed)) throw new RangeError(`seed is ${checked.seed}: it must be a whole number`);
  checkStart(options.start, checked);
  return checked;
}

function checkSchedule(schedule: Schedule): CheckedLearnerOptions["schedule"] {
  checkOneOf("schedule.kind", schedule.kind, ["decreasing", "half-life"]);
  if (schedule.kind === "half-life") {
    if (!(schedule.points > 0 && schedule.points < Infinity))
      throw new RangeError(`schedule.points is ${schedule.points}: a half-life is a number of points > 0`);
    return { kind: "half-life", points: schedule.points };
  }
  const exponent = schedule.exponent ?? 0.85;
  if (!(exponent > 0.5 && exponent <= 1))
    throw new RangeError(`schedule.exponent is ${exponent}: it must be above .5 (or noise never averages out) and ≤ 1`);
  return { kind: "decreasing", exponent };
}

function checkStart(start: LearnerOptions["start"], options: CheckedLearnerOptions): void {
  if (start === undefined) return;
  const { mixture, points } = start;
  if (mixture.dimensions !== options.dimensions || mixture.components !== options.components)
    throw new RangeError(
      `start has ${mixture.components} components in ${mixture.dimensions} dimensions, ` +
        `the options ${options.components} in ${options.dimensions}`,
    );
  if (mixture.covarianceType !== options.covariance)
    throw new RangeError(`start has ${mixture.covarianceType} covariances, the options ${options.covariance}`);
  if (points !== undefined && !(points > 0 && points < Infinity))
    throw new RangeError(`start.points is ${points}: it must be a number > 0`);
}
