import { z } from "zod";
import {
  alertSchema,
  batchLabelSchema,
  deadLetterHeadersSchema,
  fitRecordSchema,
  labelSchema,
  snapshotSchema,
} from "../format/records.js";
import { jsonSchema } from "./json-schema.js";
import { referenceMarkdown } from "./reference.js";

const RECORDS = {
  label: labelSchema,
  "batch-label": batchLabelSchema,
  alert: alertSchema,
  snapshot: snapshotSchema,
  fit: fitRecordSchema,
  "dead-letter-headers": deadLetterHeadersSchema,
};

/** Files that are made from schemas, by their path in the project: what they should hold. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const records = Object.entries(RECORDS).map(([name, schema]): [string, unknown] => [
    name,
    z.toJSONSchema(schema, { io: "input", target: "draft-7" }),
  ]);
  const schemas = [["pipeline", jsonSchema()] as const, ...records];
  return new Map([
    ...schemas.map(([name, schema]): [string, string] => [
      `config/schema/${name}.schema.json`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
    ["docs/configuration.md", referenceMarkdown()],
  ]);
}
