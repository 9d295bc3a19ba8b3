import { z } from "zod";
import { anomalySchema, labelSchema, snapshotSchema } from "../../format/records.js";

/** What the HTTP API takes and gives: from these come checks, types and the OpenAPI document. */

/** Points in one request at most. */
export const MOST_POINTS = 2000;
/** Snapshots in one answer at most. */
export const MOST_SNAPSHOTS = 50;

const version = z.int().nonnegative();

export const problemSchema = z.object({
  error: z.string().describe("What is wrong, and what to do."),
  problems: z
    .array(z.object({ path: z.string(), problem: z.string() }))
    .optional()
    .describe("Where in the request."),
});
export type Problem = z.infer<typeof problemSchema>;

/** Numbers in an address are texts. */
const numberInAddress = (schema: z.ZodNumber | z.ZodInt) =>
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(schema);

export const snapshotsQuery = z.strictObject({
  from: numberInAddress(version)
    .optional()
    .describe("Snapshots of this version and later ones; default: all that are kept."),
  limit: numberInAddress(z.int().min(1).max(MOST_SNAPSHOTS))
    .optional()
    .describe(`At most so many, the oldest first; default and most: ${MOST_SNAPSHOTS}.`),
});

export const snapshotsAnswer = z.object({
  oldest: version.nullable().describe("Version of the oldest that is kept."),
  newest: version.nullable(),
  next: version.nullable().describe("Ask for `from` this version to go on; null = that was all."),
  snapshots: z.array(snapshotSchema),
});
export type SnapshotsAnswer = z.infer<typeof snapshotsAnswer>;

export const figuresAnswer = z.object({
  at: z.number().describe("When the commit was through, in ms since 1970."),
  version: version.describe("Of the mixture that labels the next point; newer than the newest snapshot, mostly."),
  points: z.int().nonnegative().describe("Learned by then."),
  logLikelihood: z
    .object({ mean: z.number().nullable(), recent: z.number().nullable() })
    .describe("Nats a point, before it is learned: over all points, and over about the last 1,000; null = none yet."),
  threshold: z
    .number()
    .nullable()
    .describe("Anomaly score from which the next point is flagged; null = none would be, as before calibration."),
  weights: z.record(z.string(), z.number()).describe("By component id."),
});
export type FiguresAnswer = z.infer<typeof figuresAnswer>;

const number = z.number().nullable().describe("null = missing.");

export const scoreRequest = z.strictObject({
  points: z
    .array(z.union([z.array(number), z.record(z.string(), number)]))
    .min(1)
    .max(MOST_POINTS)
    .describe(
      "Each as its features' numbers in their order, or by path; untransformed, as they are in the input's records.",
    ),
});
export type ScoreRequest = z.infer<typeof scoreRequest>;

const scoredSchema = labelSchema.pick({ component: true, responsibilities: true, logDensity: true }).extend({
  anomaly: anomalySchema
    .pick({ score: true, why: true, nearest: true })
    .describe(
      "Mass depth under this mixture alone; the stream's own score is the mean over mixtures of several sizes.",
    ),
});

export const scoreAnswer = z.object({
  version: version.describe("Version of the mixture that labelled them: that of the newest snapshot."),
  labels: z.array(scoredSchema).describe("One a point, in order."),
});
export type ScoreAnswer = z.infer<typeof scoreAnswer>;

export const pointParameters = z.strictObject({
  ordinal: numberInAddress(version).describe("Place of the point in the model's input, from 0."),
});

export const pointAnswer = labelSchema.omit({ responsibilities: true }).extend({
  ordinal: version,
  coordinates: z.record(z.string(), z.number().nullable()).describe("By feature; null = missing."),
  responsibilities: labelSchema.shape.responsibilities.describe("The four largest."),
  explainedBy: version.optional().describe("Version of the mixture that `why` and `nearest` are seen from."),
});
export type PointAnswer = z.infer<typeof pointAnswer>;
