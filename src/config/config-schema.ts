import { z } from "zod";
import { featuresSchema } from "../format/features/feature-spec.js";
import { decoderSettings, labelSettings } from "../format/settings.js";
import { parseTimestamp } from "../format/timestamp.js";
import { pipelineSettings } from "../pipeline/settings.js";
import { httpSettings } from "../server/settings.js";
import { logSettings } from "../telemetry/settings.js";
import { kafkaSettings } from "./kafka-settings.js";
import { modelSettings } from "./model-settings.js";
import { duration, size } from "./units.js";

/** Topics are called `<app>.dead-letters` and the like, and Kafka allows 249 of these characters. */
const NAME = /^[A-Za-z0-9._-]{1,200}$/;
const NAME_HINT = "up to 200 letters, digits, dots, _ and -";

const { shape } = pipelineSettings;
const commit = shape.commit.unwrap().shape;
const flush = shape.flush.unwrap().shape;
const restarts = shape.restarts.unwrap().shape;
const sizes = shape.sizes.unwrap().shape;

/** A place in a topic: times may be written as ISO 8601. */
const startingPoint = z
  .union([z.enum(["earliest", "latest"]), z.int().nonnegative(), z.string().regex(/^\d{4}-\d\d-\d\d/)])
  .meta({ title: "earliest | latest | time", examples: ["2025-11-23T05:00:00Z", 1763874000000] })
  .transform((from) => (from === "earliest" || from === "latest" ? from : parseTimestamp(from)))
  .pipe(shape.from)
  .describe("Where to begin when there is no state: earliest, latest, or a time (ISO 8601, or ms since 1970).");

const sourceSettings = z.strictObject({
  topic: z.string().regex(NAME, NAME_HINT).describe("Topic of the points."),
  from: startingPoint,
  ...decoderSettings.shape,
  maxMessageBytes: size(decoderSettings.shape.maxMessageBytes),
});

/** Everything that can be configured: one file describes one pipeline. */
export const configSchema = z
  .strictObject({
    app: z
      .string()
      .regex(NAME, NAME_HINT)
      .describe("Name of the model, and prefix of topics, transactional ids and groups."),
    kafka: kafkaSettings.optional().describe("The cluster. Runs that read a file do without."),
    source: sourceSettings.describe("Where points come from."),
    features: featuresSchema.describe("What makes a point: each a path, or { path, transform, scale }."),
    id: z.string().min(1).optional().describe("Path or column of the point's id, a text or a number; labels carry it."),
    timestamp: z
      .string()
      .min(1)
      .optional()
      .describe("Path or column of the time, ms since 1970 or ISO 8601. Default: the record's own."),
    weight: z.string().min(1).optional().describe("Path or column of the weight, a number ≥ 0. Default: 1 each."),
    model: modelSettings.describe("What is learned, and how."),
    learnerThread: z
      .union([z.literal("auto"), z.boolean()])
      .default("auto")
      .meta({ title: "auto | true | false" })
      .describe(
        "Whether the learner has a thread of its own on a cluster; auto: where there are two cores or more. " +
          "It changes no result.",
      ),
    labels: labelSettings.strict().prefault({}).describe("How labels are written."),
    alerts: shape.alerts
      .unwrap()
      .strict()
      .prefault({})
      .describe("What is told beside the labels, to the topic <app>.alerts."),
    commit: z
      .strictObject({ ...commit, interval: duration(commit.interval), bytes: size(commit.bytes) })
      .prefault({})
      .describe("When a transaction closes."),
    snapshots: shape.snapshots.unwrap().strict().prefault({}).describe("Published mixtures."),
    retention: shape.retention,
    flush: z
      .strictObject({ ...flush, after: duration(flush.after) })
      .prefault({})
      .describe("What happens when a topic pauses."),
    journal: shape.journal.unwrap().strict().prefault({}).describe("The order of learning, written down for replay."),
    topics: shape.topics.unwrap().strict().prefault({}).describe("The app's own topics."),
    restarts: z
      .strictObject({ ...restarts, delay: duration(restarts.delay), longest: duration(restarts.longest) })
      .prefault({})
      .describe("How a failed task is rebuilt."),
    sizes: z
      .strictObject({ ...sizes, part: size(sizes.part), send: size(sizes.send) })
      .prefault({})
      .describe("Limits of what is sent to the broker at once."),
    http: z
      .strictObject({
        ...httpSettings.shape,
        tokenFile: z.string().min(1).optional().describe("File that holds the token, and nothing else."),
      })
      .optional()
      .describe("The HTTP server: probes and metrics. Without this section there is none."),
    log: logSettings.strict().prefault({}).describe("What is told on standard error while the pipeline runs."),
  })
  .meta({
    title: "Mixtide pipeline",
    description: "One pipeline: where points come from, what is learned, what is written.",
  });

/** As written by a user. */
export type ConfigInput = z.input<typeof configSchema>;

/** Checked, with every default filled in, durations in ms, sizes in bytes and times in ms since 1970. */
export type Config = z.output<typeof configSchema>;
