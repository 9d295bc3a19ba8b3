import { z } from "zod";
import { COVARIANCE_TYPES } from "../mixture/covariance/covariance-type.js";
import { featureRecordSchema } from "./features/feature-spec.js";

/** The major version of every record below; within it fields are only added. */
export const RECORD_SCHEMA = 1;

const schemaVersion = z
  .literal(RECORD_SCHEMA)
  .describe("Major version of the record; within it fields are only added.");
const count = z.int().nonnegative();
const milliseconds = z.number().describe("Milliseconds since 1970-01-01T00:00Z.");
const pointId = z.union([z.string(), z.number()]);
const responsibilities = z
  .record(z.string().regex(/^\d+$/), z.number().min(0).max(1))
  .describe("Responsibility by component id; those below labels.minimum are left out.");

/** Where a point comes from: the key by which readers can drop duplicates. */
export const sourceSchema = z.object({
  topic: z.string().describe("Input topic, or the file's name in embedded runs."),
  partition: count,
  offset: z.string().regex(/^\d+$/).describe("Offset of the input record; in files its 0-based number."),
  index: count.optional().describe("0-based index inside a message that holds several points."),
});
export type RecordSource = z.infer<typeof sourceSchema>;

const nearestSchema = z.object({
  component: count.describe("Id of the component with the smallest Mahalanobis distance."),
  distance: z.number().min(0).describe("That distance, over the observed features: in standard deviations."),
  logPValue: z.number().describe("Natural logarithm of the χ² tail there: a second opinion that needs no calibration."),
});

export const anomalySchema = z.object({
  score: z.number().describe("Mass depth: 0 = in the very middle, larger = more unusual."),
  pValue: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("Share of recent points at least as unusual, in millionths; absent until calibrated."),
  flagged: z.boolean().optional().describe("Beyond the threshold; absent while that cannot be told."),
  why: z
    .record(z.string(), z.number())
    .optional()
    .describe("On flagged points: share of the squared Mahalanobis distance by feature; those below .01 are left out."),
  nearest: nearestSchema.optional().describe("On flagged points: the component that `why` is seen from."),
});
export type Anomaly = z.infer<typeof anomalySchema>;

const labelFields = {
  schema: schemaVersion,
  source: sourceSchema,
  id: pointId.optional().describe("The point's id, when the input has one."),
  timestamp: milliseconds.optional(),
  version: count.describe("Version of the mixture that labelled the point; 0 = the initial one."),
  component: count.describe("Id of the most responsible component."),
  responsibilities,
  logDensity: z.number().describe("Log density under the mixture, nats, in transformed, unscaled units."),
  anomaly: anomalySchema,
  warmup: z.literal(true).optional().describe("The point helped to choose the mixture that labels it."),
};

/** The soft label of one point. */
export const labelSchema = z.object(labelFields).meta({ title: "Label", description: "The soft label of one point." });
export type Label = z.infer<typeof labelSchema>;

/** The labels of one input message that holds several points (`labels.grouping: batch`); arrays have one entry a point. */
export const batchLabelSchema = z
  .object({
    schema: schemaVersion,
    source: sourceSchema.omit({ index: true }),
    id: z.array(pointId.nullable()).optional(),
    timestamp: z
      .union([milliseconds, z.array(milliseconds.nullable())])
      .optional()
      .describe("One for all points, or one each."),
    version: z
      .array(z.tuple([count, count]))
      .describe("Runs [first point, version]; each lasts until the next begins."),
    component: z.array(count),
    responsibilities: z.array(responsibilities),
    logDensity: z.array(z.number()),
    anomaly: z.array(anomalySchema),
    warmup: count.optional().describe("So many points at the front helped to choose the mixture that labels them."),
  })
  .meta({ title: "Batch label", description: "The soft labels of one input message that holds several points." });
export type BatchLabel = z.infer<typeof batchLabelSchema>;

const eventNumbers = z.record(z.string(), z.number()).describe("Figures that led to it, by name.");

/** A label that asks for attention. */
export const anomalyAlertSchema = z
  .object({ ...labelFields, kind: z.literal("anomaly") })
  .meta({ title: "Anomaly", description: "An alert: the label of an unusual point." });
export type AnomalyAlert = z.infer<typeof anomalyAlertSchema>;

/** The stream has changed. */
export const driftAlertSchema = z
  .object({
    schema: schemaVersion,
    kind: z.literal("drift"),
    source: sourceSchema
      .optional()
      .describe("The point at which it was noticed; absent when it was at none, but when the stream paused."),
    timestamp: milliseconds.optional(),
    version: count.describe("Version of the mixture right after it."),
    points: count.optional().describe("Points learned by then."),
    detector: z.string().describe("Which detector noticed it."),
    message: z.string(),
    numbers: eventNumbers.optional(),
  })
  .meta({ title: "Drift", description: "An alert: the stream has changed." });
export type DriftAlert = z.infer<typeof driftAlertSchema>;

export const alertSchema = z
  .discriminatedUnion("kind", [anomalyAlertSchema, driftAlertSchema])
  .meta({ title: "Alert", description: "An anomaly, or a change of the stream." });
export type Alert = z.infer<typeof alertSchema>;

export const covarianceTypeSchema = z.enum(COVARIANCE_TYPES);

const componentSchema = z.object({
  id: count.describe("Stays with the component for life and is never used again."),
  weight: z.number().min(0).max(1),
  mean: z.array(z.number()).min(1),
  covariance: z.array(z.array(z.number())).describe("D × D, whatever the covariance type."),
  born: count.describe("Version in which the component appeared."),
});
export type SnapshotComponent = z.infer<typeof componentSchema>;

/** Something that happened to the mixture: a drift of the stream, a replacement, a birth, a death, a split, a merge. */
export const lifecycleEventSchema = z.looseObject({
  kind: z
    .string()
    .describe(
      "drift, replacement, dismissal, birth, death, split, merge, respawn or reweight; others may come with later versions.",
    ),
  version: count.describe("Version of the mixture right after it."),
  points: count.optional().describe("Points learned by then."),
  components: z.array(count).describe("Ids of the components concerned: before, then after, for a split or a merge."),
  detector: z.string().optional().describe("Which detector noticed it, of a drift."),
  numbers: eventNumbers.optional(),
});
export type LifecycleEvent = z.infer<typeof lifecycleEventSchema>;

const mixtureFields = {
  schema: schemaVersion,
  model: z.string().describe("Name of the model."),
  version: count,
  previous: count.nullable().describe("Version of the snapshot published before this one; null on the first."),
  points: count.describe("Points learned so far."),
  covarianceType: covarianceTypeSchema,
  features: z
    .union([z.array(z.string()).min(1), z.array(featureRecordSchema).min(1)])
    .describe(
      "Names, or the full specification of each feature once any is not plain; { cyclic } makes two coordinates.",
    ),
  components: z.array(componentSchema).min(1),
};

const lifecycle = {
  events: z.array(lifecycleEventSchema).describe("What happened to the mixture since the previous snapshot, in order."),
  eventsOmitted: count.optional().describe("So many earlier ones since the previous snapshot are left out."),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("SHA-256 of the record without this field, as canonical JSON (RFC 8785)."),
};

/** A published mixture. */
export const snapshotSchema = z
  .object({
    ...mixtureFields,
    logLikelihood: z
      .object({ mean: z.number().nullable(), recent: z.number().nullable() })
      .describe("Prequential mean log density a point, over all points and recently, nats; null before there is any."),
    ...lifecycle,
  })
  .meta({ title: "Snapshot", description: "A published mixture, with version and provenance." });
export type Snapshot = z.infer<typeof snapshotSchema>;

/** The outcome of a batch fit: a snapshot with the figures of the fit. */
export const fitRecordSchema = z
  .object({
    ...mixtureFields,
    logLikelihood: z.object({
      total: z.number(),
      mean: z.number(),
      trace: z.array(z.number()).describe("Mean objective after each iteration, nats a point."),
    }),
    bic: z.number().describe("−2 log-likelihood + p ln N: smaller is better."),
    aic: z.number(),
    icl: z.number(),
    converged: z.boolean(),
    iterations: count,
    ...lifecycle,
  })
  .meta({ title: "Fit", description: "The mixture a batch fit found." });
export type FitRecord = z.infer<typeof fitRecordSchema>;

/** Headers of a dead letter, whose value is the input record, unchanged. */
export const deadLetterHeadersSchema = z
  .object({
    "mixtide-source": z
      .string()
      .regex(/^.+\/\d+\/\d+$/)
      .describe("topic/partition/offset of the record."),
    "mixtide-error": z.string().describe("Code of the error."),
    "mixtide-message": z.string().describe("What is wrong with it."),
  })
  .meta({
    title: "Dead letter headers",
    description: "Why a record could not be decoded; its value is the raw record.",
  });
export type DeadLetterHeaders = z.infer<typeof deadLetterHeadersSchema>;
