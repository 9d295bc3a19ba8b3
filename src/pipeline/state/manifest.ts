import { z } from "zod";
import { StateError } from "../../learning/state-error.js";
import { replayBoundsSchema } from "../replay/replay-bounds.js";
import { parseJson, utf8 } from "../text.js";
import { NO_EVENTS, pendingEventsSchema } from "./pending-events.js";

/** The section that names all others and holds the input positions: the truth about what was learned. */
export const MANIFEST = "manifest";

const MANIFEST_SCHEMA = 1;

const count = z.int().nonnegative();
const sectionEntry = z.object({ generation: count, count: z.int().positive(), digest: z.string() });

const promotionSchema = z.object({
  /** Whose model is in use: the app it was learned by, the unit it was taken after, and its learner's digest there. */
  model: z.object({ app: z.string(), unit: count, digest: z.string() }).nullable(),
  /** The first component id that was never used. */
  nextComponent: count,
  /** Learner options, as JSON, under which the app may go on: those it was configured with around promotions. */
  settings: z.array(z.string()),
});

/** How models of other apps came into use here; `model` is null once that was undone. */
export type Promotion = z.infer<typeof promotionSchema>;

const manifestSchema = z.object({
  schema: z.literal(MANIFEST_SCHEMA),
  app: z.string(),
  task: z.string(),
  clusterId: z.string(),
  /** Client that wrote it: the rival's name when two deployments fence each other. */
  client: z.string(),
  input: z.string(),
  labels: z.string(),
  /** Fingerprint of the features, and the kernel whose results the state holds. */
  fingerprint: z.string(),
  kernel: z.string(),
  /** The last committed unit; 0 = genesis. */
  unit: count,
  /** Next offset to learn, by input partition. */
  positions: z.record(z.string().regex(/^\d+$/), count),
  /** Points given to the learner so far. */
  points: count,
  deadLetters: count,
  /** Offsets skipped because retention deleted their records first. */
  skipped: count,
  /** The newest published snapshot. */
  published: z.object({ version: count, points: count }).nullable(),
  /** What the next snapshot will tell. */
  events: pendingEventsSchema.default(NO_EVENTS),
  /** Set when the app is a replay. */
  replay: replayBoundsSchema.nullable().default(null),
  /** Set once a model was promoted. */
  promotion: promotionSchema.nullable().default(null),
  sections: z.record(z.string(), sectionEntry),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestFields = Omit<Manifest, "schema">;

/** How the newest generation of a section lies in the topic. */
export type SectionEntry = z.infer<typeof sectionEntry>;

export function encodeManifest(fields: ManifestFields): Uint8Array {
  return utf8(JSON.stringify({ schema: MANIFEST_SCHEMA, ...fields } satisfies Manifest));
}

/** @throws StateError when it is damaged or was written by a newer version. */
export function decodeManifest(bytes: Uint8Array): Manifest {
  const parsed = parseJson(bytes);
  const schema = (parsed as { schema?: unknown } | null)?.schema;
  if (typeof schema === "number" && schema > MANIFEST_SCHEMA)
    throw new StateError(
      `the state has manifest schema ${schema}, this version reads up to ${MANIFEST_SCHEMA}: run a newer mixtide`,
    );
  const result = manifestSchema.safeParse(parsed);
  if (!result.success) throw new StateError(`the state's manifest is damaged: ${z.prettifyError(result.error)}`);
  return result.data;
}

export const positionsOf = (manifest: Manifest): Map<number, number> =>
  new Map(Object.entries(manifest.positions).map(([partition, offset]) => [Number(partition), offset]));

export const positionsRecord = (positions: ReadonlyMap<number, number>): Record<string, number> =>
  Object.fromEntries([...positions].sort(([a], [b]) => a - b));
