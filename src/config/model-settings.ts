import { z } from "zod";
import { HALF_WINDOW } from "../anomaly/calibration.js";
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

/** What the window of recent scores can tell apart. */
const SMALLEST_SHARE = 1 / (HALF_WINDOW + 1);

const componentsSettings = z.union([
  z.int().min(1),
  z
    .strictObject({ min: z.int().min(1).describe("Fewest."), max: z.int().min(1).describe("Most.") })
    .refine(({ min, max }) => max >= min, "max at least as large as min"),
  z.literal("auto"),
]);

const share = z
  .number()
  .gt(0)
  .lt(1)
  .refine((value) => value >= SMALLEST_SHARE, `a share of at least 1 in ${HALF_WINDOW + 1}: smaller ones flag nothing`);
const thresholdSettings = z.union([
  z.strictObject({ rate: share.describe("About this share of all points: 0.001 = 1 in 1,000.") }),
  z.strictObject({ pValue: share.describe("Points whose p-value is not above it.") }),
  z.strictObject({ score: z.number().describe("Points whose anomaly score is not below it, calibrated or not.") }),
]);

const { components: sideBySide, threshold } = defaults.anomaly;
const anomalySettings = z.strictObject({
  components: z
    .union([z.literal("single"), z.array(z.int().min(1)).min(1).refine(allDiffer, "numbers that differ")])
    .default(sideBySide === "single" ? sideBySide : [...sideBySide])
    .describe(
      "Mixtures of these numbers of components learn side by side, and the score is the mean of their mass depths; of one " +
        "component it is the larger of those with and without correlations. " +
        "single = the depth of the mixture that labels alone, at less cost.",
    ),
  threshold: thresholdSettings
    .default(threshold)
    .describe("Which points are flagged: { rate: 0.001 }, { pValue: 0.001 } or { score: 6 }."),
});

/** What is learned, and how. */
export const modelSettings = z.strictObject({
  components: componentsSettings.describe(
    "Number of components K, or bounds within which the stream decides: at the end of the warm-up by BIC, later by births, " +
      "deaths, splits and merges. auto = 1 to 20.",
  ),
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
  anomaly: anomalySettings.prefault({}).describe("How unusual points are scored and flagged."),
  drift: z
    .boolean()
    .default(defaults.drift)
    .describe(
      "Follow a stream that changes: detectors of drift, a competitor of what came since, reviews of the components.",
    ),
  refits: z
    .boolean()
    .default(defaults.refits)
    .describe("Fit a young mixture again to its first points as they double."),
});

function allDiffer(numbers: readonly number[]): boolean {
  return new Set(numbers).size === numbers.length;
}
