import { alternatives, type SchemaNode } from "./json-schema.js";

/**
 * What a schema allows, for people: `whole number > 0`, `full | tied`, `duration`.
 */
export function typeText(node: SchemaNode): string {
  if (node.title !== undefined) return node.title;
  const options = alternatives(node);
  if (options.length > 1) return [...new Set(options.map(typeText))].join(" | ");
  const [option] = options as [SchemaNode];
  if (option.const !== undefined) return String(option.const);
  if (option.enum !== undefined) return option.enum.join(" | ");
  switch (option.type) {
    case "array":
      return `list of ${typeText((option.items ?? {}) as SchemaNode)}${option.minItems === undefined ? "" : `, at least ${option.minItems}`}`;
    case "object":
      return `{ ${Object.keys(option.properties ?? {}).join(", ")} }`;
    case "integer":
      return `whole number${bounds(option)}`;
    case "number":
      return `number${bounds(option)}`;
    case "boolean":
      return "true | false";
    case "string":
      return "text";
    default:
      return String(option.type);
  }
}

/** {@link typeText} with examples, for errors. */
export function expectation(node: SchemaNode): string {
  const examples = node.examples as readonly unknown[] | undefined;
  return examples === undefined ? typeText(node) : `${typeText(node)} (${examples.join(", ")})`;
}

/** The words among which a setting chooses. */
export function choices(node: SchemaNode): readonly string[] {
  return alternatives(node)
    .flatMap((option) => option.enum ?? [option.const])
    .filter((word) => typeof word === "string");
}

function bounds(node: SchemaNode): string {
  const { exclusiveMaximum, exclusiveMinimum, maximum, minimum } = node;
  const limits = [
    exclusiveMinimum === undefined ? undefined : `> ${exclusiveMinimum}`,
    isLimit(minimum) ? `≥ ${minimum}` : undefined,
    exclusiveMaximum === undefined ? undefined : `< ${exclusiveMaximum}`,
    isLimit(maximum) ? `≤ ${maximum}` : undefined,
  ];
  const said = limits.filter((limit) => limit !== undefined);
  return said.length === 0 ? "" : ` ${said.join(" and ")}`;
}

/** Every whole number lies within ±(2^53 − 1): that is no limit to speak of. */
function isLimit(bound: number | undefined): bound is number {
  return bound !== undefined && Math.abs(bound) !== Number.MAX_SAFE_INTEGER;
}
