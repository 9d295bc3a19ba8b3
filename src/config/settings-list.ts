import { jsonSchema, type SchemaNode } from "./json-schema.js";

/** A setting that can be given by itself: a leaf of the configuration, or a list. */
export interface Setting {
  readonly path: string;
  readonly keys: readonly string[];
  /** Environment variable that sets it. */
  readonly variable: string;
  readonly schema: SchemaNode;
  /** Must be given, at least where the section around it is. */
  readonly required: boolean;
}

/** What the names of environment variables begin with. */
export const VARIABLE_PREFIX = "MIXTIDE_";

let cached: readonly Setting[] | undefined;

/** All settings, in the order of the schema. */
export function settingsList(): readonly Setting[] {
  cached ??= collect(jsonSchema(), []);
  return cached;
}

/**
 * Environment variable of a setting.
 *
 * @example variableOf(["source", "maxMessageBytes"]); // "MIXTIDE_SOURCE_MAX_MESSAGE_BYTES"
 */
export function variableOf(keys: readonly string[]): string {
  return VARIABLE_PREFIX + keys.map((key) => key.replace(/(?=[A-Z])/g, "_").toUpperCase()).join("_");
}

function collect(section: SchemaNode, above: readonly string[]): readonly Setting[] {
  return Object.entries(section.properties ?? {}).flatMap(([key, child]) => {
    const schema = child as SchemaNode;
    const keys = [...above, key];
    if (schema.properties !== undefined) return collect(schema, keys);
    const required = section.required?.includes(key) ?? false;
    return [{ path: keys.join("."), keys, variable: variableOf(keys), schema, required }];
  });
}
