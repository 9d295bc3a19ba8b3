import { z } from "zod";

/** How a coordinate is computed from the number found at a path. */
export const transformSchema = z
  .union([
    z.enum(["none", "log", "log1p", "sqrt"]),
    z.strictObject({
      cyclic: z.number().positive().describe("Period: hour of the day = 24, angle in degrees = 360."),
    }),
  ])
  .describe(
    "Function applied first: none, log, log1p, sqrt, or { cyclic: period }, which gives two coordinates, sine and cosine.",
  );
export type Transform = z.infer<typeof transformSchema>;

const featureScaleSchema = z
  .union([z.enum(["none", "deviation"]), z.number().positive()])
  .describe(
    "A positive number divides the coordinate after its transform (1000: from ms to s). deviation leaves coordinates as " +
      "they are, but lets spherical covariances be spheres in units of the deviations seen during warm-up, then " +
      "frozen; all features without a number take it, or none does.",
  );

const pathSchema = z
  .string()
  .min(1)
  .describe(
    "Where the number is: a column's name, or a path into a JSON event (load.cpu, values.0); a dot inside a key is written \\.",
  );

const featureFields = {
  path: pathSchema,
  transform: transformSchema.default("none"),
  scale: featureScaleSchema.default("none"),
};

/** A feature written out, as records carry it: open for fields to come. */
export const featureRecordSchema = z.object(featureFields);
const featureObjectSchema = z.strictObject(featureFields);

/** A feature as people write it: its path alone, or `{ path, transform, scale }`. */
export const featureSchema = z.union([pathSchema, featureObjectSchema]).describe("A coordinate of the points.");

export const featuresSchema = z.array(featureSchema).min(1);
/** A feature as people write it. */
export type FeatureInput = z.input<typeof featureSchema>;
/** A feature with everything filled in. */
export type FeatureSpec = z.output<typeof featureObjectSchema>;

/** Fills in what a feature left out. */
export function featureSpec(input: FeatureInput): FeatureSpec {
  if (typeof input === "string") return { path: input, transform: "none", scale: "none" };
  return { path: input.path, transform: input.transform ?? "none", scale: input.scale ?? "none" };
}

/** A feature that is the number at its path, unchanged. */
export function isPlain(spec: FeatureSpec): boolean {
  return spec.transform === "none" && spec.scale === "none";
}
