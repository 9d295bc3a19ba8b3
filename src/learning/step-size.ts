import { exp } from "../kernel/functions/exp.js";
import { log } from "../kernel/functions/log.js";
import type { CheckedLearnerOptions } from "./learner-options.js";

/** t0 of a learner that starts from given parameters without knowing how many points they stand for. */
export const COLD_START = 2;

type Schedule = CheckedLearnerOptions["schedule"];

const power = (base: number, exponent: number): number => exp(exponent * log(base));

/**
 * Offset t0 = (n/B + 1)^(1/α) − 1, so that the first step after n points weighs about B/(n + B). A smaller one would
 * throw the warm-up's fit away again.
 */
export function offsetAfter(points: number, miniBatch: number, schedule: Schedule): number {
  if (schedule.kind === "half-life") return 0;
  return power(points / miniBatch + 1, 1 / schedule.exponent) - 1;
}

/** How many points a learner with offset t0 acts as if it had seen: the inverse of {@link offsetAfter}. */
export function pointsBefore(t0: number, miniBatch: number, schedule: Schedule): number {
  if (schedule.kind === "half-life") return miniBatch / stepSize(1, 0, miniBatch, schedule);
  return miniBatch * (power(t0 + 1, schedule.exponent) - 1);
}

/**
 * γ_t = (t + t0)^−α, or 1 − 2^(−B/h) under a half-life of h points.
 *
 * Source: Cappé & Moulines, On-line EM algorithm for latent data models, JRSS B 71 (2009), arXiv 0712.4273.
 */
export function stepSize(t: number, t0: number, miniBatch: number, schedule: Schedule): number {
  if (schedule.kind === "half-life") return 1 - exp((-log(2) * miniBatch) / schedule.points);
  return Math.min(1, power(t + t0, -schedule.exponent));
}
