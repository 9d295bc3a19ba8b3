import { recordJsonSchemas } from "../format/json-schemas.js";
import { jsonSchema } from "./json-schema.js";
import { referenceMarkdown } from "./reference.js";

/** Files that are made from schemas, by their path in the project: what they should hold. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const schemas = Object.entries({ pipeline: jsonSchema(), ...recordJsonSchemas("draft-7") });
  return new Map([
    ...schemas.map(([name, schema]): [string, string] => [
      `config/schema/${name}.schema.json`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
    ["docs/configuration.md", referenceMarkdown()],
  ]);
}
