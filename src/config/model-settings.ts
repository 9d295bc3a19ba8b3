import { z } from "zod";
import { covarianceTypeSchema } from "../format/records.js";
import { checkLearnerOptions } from "../learning/learner-options.js";

/** The learner's own defaults: they are said once, there. */
const defaults = checkLearnerOptions({ dimensions: 1, components: 1 });

const scheduleSettings = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("decreasing").describe("The step shrinks: converges while the stream stays the same."),
    exponent: z
      .number()
      .gt(0.5)
      .max(1)
      .default(defaults.schedule.kind === "decreasing" ? defaults.schedule.exponent : 1)
      .describe("α of the step (t + t0)^−α: nearer 1 averages longer."),
  }),
  z.strictObject({
    kind: z.literal("half-life").describe("The step is constant: keeps following a stream that changes."),
    points: z.number().positive().describe("A point counts half as much after so many more."),
  }),
]);

/** What is learned, and how. */
export const modelSettings = z.strictObject({
  components: z.int().min(1).describe("Number of components K."),
  covariance: covarianceTypeSchema
    .default(defaults.covariance)
    .describe("Shape of the covariances: one each or one for all (tied), with or without correlations."),
  prior: z
    .enum(["default", "mclust", "none"])
    .default(defaults.prior)
    .describe(
      "What keeps covariances from collapsing: one point's worth of spread, the prior of Fraley & Raftery (2007), or " +
        "nothing (plain maximum likelihood).",
    ),
  mode: z
    .enum(["soft", "hard"])
    .default(defaults.mode)
    .describe("hard = every point is learned by its most responsible component alone; labels stay soft."),
  seed: z.int().default(defaults.seed).describe("Same seed and input, same model, bit for bit."),
  miniBatch: z.int().min(1).default(defaults.miniBatch).describe("Points between M-steps, B."),
  schedule: scheduleSettings
    .default(defaults.schedule)
    .describe(
      "How the past fades: { kind: decreasing, exponent: 0.5…1 } converges, { kind: half-life, points: 10000 } tracks.",
    ),
  warmup: z
    .int()
    .min(1)
    .exactOptional()
    .describe("Points before the first mixture. Default: 50 K D, at least 1,000, at most 5,000 or 16 MB."),
  restarts: z.int().min(1).default(defaults.restarts).describe("Short EM runs that compete for the first mixture."),
  scale: z
    .enum(["none", "deviation"])
    .exactOptional()
    .describe(
      "Units in which spherical covariances are spheres: those of the features, or their deviations seen during " +
        "warm-up. Default: what the features say.",
    ),
});
