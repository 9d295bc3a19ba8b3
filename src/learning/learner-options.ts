import { checkThreshold, type Threshold } from "../anomaly/threshold.js";
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

/** Bounds of the number of components. */
export interface ComponentLimits {
  readonly min: number;
  readonly max: number;
}

/** How unusual points are scored and flagged. */
export interface AnomalyOptions {
  /**
   * Mixtures of these numbers of components learn side by side, and the anomaly score is the mean of their mass depths;
   * of one component it is the larger of those with and without correlations. Default 1, 2, 5 and 10. `single` = the
   * depth of the mixture that labels alone, at less cost.
   */
  readonly components?: readonly number[] | "single";
  /** Which points are flagged; default: 1 in 1,000 of recent points. */
  readonly threshold?: Threshold;
}

/** How a {@link Learner} works; `dimensions` and `components` have no default. */
export interface LearnerOptions {
  /** Number of features D. */
  readonly dimensions: number;
  /**
   * Number of components K, or bounds within which the stream decides: at the end of the warm-up by BIC, later by births,
   * deaths, splits and merges. `auto` = 1 to 20. A fixed K stays, but its components may move.
   */
  readonly components: number | ComponentLimits | "auto";
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
  readonly anomaly?: AnomalyOptions;
  /**
   * Whether the mixture follows a stream that changes: drift detectors, a competitor fitted to what came since, reviews
   * of the components. Default true.
   */
  readonly drift?: boolean;
  /** Whether a young mixture is fitted again to its first points as they double; default true. */
  readonly refits?: boolean;
  /** Identity of the features; state with another one is refused. Default: empty. */
  readonly fingerprint?: string;
}

/** Options with every default filled in, as they travel in the state. */
export interface CheckedLearnerOptions {
  readonly dimensions: number;
  /** The same twice where K is fixed. */
  readonly components: ComponentLimits;
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
  readonly anomaly: Required<AnomalyOptions>;
  readonly drift: boolean;
  readonly refits: boolean;
  readonly fingerprint: string;
}

const AUTO: ComponentLimits = { min: 1, max: 20 };
/** Any set does; these were as good as any (mean over public data sets). */
const SIDE_BY_SIDE = [1, 2, 5, 10];
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
  const { dimensions } = options;
  checkWhole("dimensions", dimensions, 1);
  const components = checkComponents(options.components);
  const checked: CheckedLearnerOptions = {
    dimensions,
    components,
    covariance: options.covariance ?? "full",
    seed: options.seed ?? 1,
    prior: options.prior ?? "default",
    mode: options.mode ?? "soft",
    miniBatch: options.miniBatch ?? 100,
    schedule: checkSchedule(options.schedule ?? { kind: "decreasing" }),
    warmup: options.warmup ?? defaultWarmup(components.max, dimensions),
    restarts: options.restarts ?? 10,
    scale: options.scale ?? "none",
    anomaly: checkAnomaly(options.anomaly ?? {}),
    drift: options.drift ?? true,
    refits: options.refits ?? true,
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

function checkComponents(components: LearnerOptions["components"]): ComponentLimits {
  if (components === "auto") return AUTO;
  if (typeof components !== "object") {
    checkWhole("components", components, 1);
    return { min: components, max: components };
  }
  const { min, max } = components;
  checkWhole("components.min", min, 1);
  checkWhole("components.max", max, min);
  return { min, max };
}

function checkAnomaly({ components = SIDE_BY_SIDE, threshold }: AnomalyOptions): Required<AnomalyOptions> {
  if (components !== "single") {
    if (components.length === 0)
      throw new RangeError("anomaly.components is empty: name numbers of components, or single");
    for (const K of components) checkWhole("anomaly.components", K, 1);
    if (new Set(components).size < components.length)
      throw new RangeError(`anomaly.components is ${components.join(", ")}: each number may stand once`);
  }
  return {
    components: components === "single" ? components : components.toSorted((a, b) => a - b),
    threshold: checkThreshold(threshold),
  };
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
  const { dimensions, components } = options;
  const { min, max } = components;
  if (mixture.dimensions !== dimensions || mixture.components < min || mixture.components > max)
    throw new RangeError(
      `start has ${mixture.components} components in ${mixture.dimensions} dimensions, ` +
        `the options ${min === max ? min : `${min} to ${max}`} in ${dimensions}`,
    );
  if (mixture.covarianceType !== options.covariance)
    throw new RangeError(`start has ${mixture.covarianceType} covariances, the options ${options.covariance}`);
  if (points !== undefined && !(points > 0 && points < Infinity))
    throw new RangeError(`start.points is ${points}: it must be a number > 0`);
}
