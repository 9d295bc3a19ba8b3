import { z } from "zod";
import { configSchema } from "./config-schema.js";
import { isMapping, type SettingPath, valueAtPath } from "./setting-path.js";

/** A JSON Schema, or a part of one. */
export type SchemaNode = z.core.JSONSchema.BaseSchema;

let cached: SchemaNode | undefined;

/** The JSON Schema of what a user may write; editors complete it and errors quote it. */
export function jsonSchema(): SchemaNode {
  cached ??= z.toJSONSchema(configSchema, { io: "input", target: "draft-7" }) as SchemaNode;
  return cached;
}

/** The sections of a configuration by name, each a mapping of settings. */
export function sectionsOf(schema: SchemaNode): ReadonlyMap<string, SchemaNode> {
  const sections = Object.entries(schema.properties ?? {}) as [string, SchemaNode][];
  return new Map(sections.filter(([, { properties }]) => properties !== undefined));
}

/** The alternatives that a schema allows, each without alternatives of its own. */
export function alternatives(node: SchemaNode): readonly SchemaNode[] {
  const inner = [...(node.anyOf ?? []), ...(node.oneOf ?? [])] as SchemaNode[];
  return inner.length === 0 ? [node] : inner.flatMap(alternatives);
}

/**
 * The schema of what belongs at a path.
 *
 * @param value the whole configuration: where there are alternatives, those it has ruled out do not count.
 * @returns undefined where nothing belongs.
 */
export function schemaAt(path: SettingPath, value: unknown = undefined): SchemaNode | undefined {
  let node: SchemaNode | undefined = jsonSchema();
  for (const [i, step] of path.entries()) {
    const around = valueAtPath(value, path.slice(0, i));
    const found: SchemaNode[] = alternatives(node)
      .filter((option) => !ruledOut(option, around, step))
      .map((option) => childOf(option, step))
      .filter((child) => child !== undefined);
    if (found.length === 0) return undefined;
    node = found.length === 1 ? found[0]! : { anyOf: found };
  }
  return node;
}

/** Keys that belong into the mapping at a path. */
export function keysAt(path: SettingPath, value: unknown): readonly string[] {
  const node = schemaAt(path, value);
  if (node === undefined) return [];
  const options = alternatives(node).filter((option) => !ruledOut(option, valueAtPath(value, path), undefined));
  return [...new Set(options.flatMap((option) => Object.keys(option.properties ?? {})))];
}

/** Whether a constant of the alternative, other than at `step`, contradicts the value. */
function ruledOut(option: SchemaNode, value: unknown, step: string | number | undefined): boolean {
  if (!isMapping(value)) return false;
  return Object.entries(option.properties ?? {}).some(([key, child]) => {
    const constant = (child as SchemaNode).const;
    return constant !== undefined && key !== step && Object.hasOwn(value, key) && value[key] !== constant;
  });
}

function childOf(option: SchemaNode, step: string | number): SchemaNode | undefined {
  if (typeof step === "number") return option.items as SchemaNode | undefined;
  const properties = option.properties ?? {};
  return Object.hasOwn(properties, step) ? (properties[step] as SchemaNode) : undefined;
}
