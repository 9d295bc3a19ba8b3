import { z } from "zod";
import {
  alertSchema,
  batchLabelSchema,
  deadLetterHeadersSchema,
  fitRecordSchema,
  labelSchema,
  snapshotSchema,
} from "./records.js";

/** A JSON Schema. */
export type JsonSchema = Record<string, unknown>;

/**
 * The JSON Schemas of all records, by name. Records may grow within a major version, so fields that a schema does not
 * know are allowed.
 *
 * @param target dialect: editors know draft 7 best.
 */
export function recordJsonSchemas(
  target: "draft-2020-12" | "draft-7" = "draft-2020-12",
): Readonly<Record<string, JsonSchema>> {
  const schemas = {
    label: labelSchema,
    "batch-label": batchLabelSchema,
    alert: alertSchema,
    snapshot: snapshotSchema,
    fit: fitRecordSchema,
    "dead-letter-headers": deadLetterHeadersSchema,
  };
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      z.toJSONSchema(schema, { io: "input", target }) as JsonSchema,
    ]),
  );
}
