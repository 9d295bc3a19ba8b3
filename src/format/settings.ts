import { z } from "zod";
import { LEAST_RESPONSIBILITY } from "../mixture/responsibilities-of.js";

/** Formats in which points arrive. */
export const POINT_FORMATS = ["json", "csv", "packed-float64", "packed-float32"] as const;
export type PointFormat = (typeof POINT_FORMATS)[number];

/** What becomes of a point in which a feature is missing. */
const MISSING_POLICIES = ["dead-letter", "marginalise"] as const;
export type MissingPolicy = (typeof MISSING_POLICIES)[number];

/** How messages become points. */
export const decoderSettings = z.object({
  format: z
    .enum(POINT_FORMATS)
    .default("json")
    .describe("Format of the messages: JSON, lines of CSV, or rows of little-endian float64 or float32."),
  columns: z
    .union([z.array(z.string().min(1)).min(1), z.int().positive()])
    .optional()
    .describe(
      "Columns of a row (CSV, packed, JSON arrays) in order: their names, or how many there are (then x1, x2, …). " +
        "Default: the features' paths.",
    ),
  delimiter: z
    .string()
    .regex(/^[\t -~]$/, "one character of ASCII")
    .default(",")
    .describe("What separates the fields of a line of CSV, one character of ASCII."),
  maxMessageBytes: z.int().positive().default(1_048_576).describe("A larger message is a dead letter."),
  maxPointsPerMessage: z.int().positive().default(100_000).describe("A message with more points is a dead letter."),
  missing: z
    .enum(MISSING_POLICIES)
    .default("dead-letter")
    .describe(
      "What becomes of a point in which a feature is missing: null or absent in JSON, empty, NA, NaN or null in CSV, NaN " +
        "in packed rows. dead-letter = its message goes there; marginalise = it is learned and labelled by what there is " +
        "of it. A missing weight is an error either way.",
    ),
});
export type DecoderSettings = z.infer<typeof decoderSettings>;

/** How labels are written. */
export const labelSettings = z.object({
  format: z
    .enum(["json", "packed"])
    .default("json")
    .describe("JSON, or packed: rows of little-endian float32, without p-values and flags."),
  grouping: z
    .enum(["point", "batch"])
    .default("point")
    .describe("point = a message a point; batch = a message an input message that holds several."),
  minimum: z
    .number()
    .min(0)
    .max(1)
    .default(LEAST_RESPONSIBILITY)
    .describe("Responsibilities below it are left out of JSON labels."),
});
export type LabelSettings = z.infer<typeof labelSettings>;
