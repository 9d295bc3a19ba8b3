import { parseDocument } from "yaml";
import type { ConfigProblem } from "./config-error.js";
import { alternatives, type SchemaNode } from "./json-schema.js";
import { nearest } from "./nearest.js";
import type { Origin } from "./origin.js";
import { type Setting, settingsList, VARIABLE_PREFIX } from "./settings-list.js";
import { choices } from "./type-text.js";

/** A value from the command line. */
export interface Flag {
  /** As the user typed it, `--components`. */
  readonly flag: string;
  /** The setting, `model.components`. */
  readonly path: string;
  /** Text is read as in an environment variable; undefined = the flag was not given. */
  readonly value: unknown;
}

/** A setting that takes the place of the file's. */
export interface Override {
  readonly setting: Setting;
  readonly value: unknown;
  readonly origin: Origin;
}

/** Overrides, and what is wrong with some. */
export interface Overrides {
  readonly overrides: readonly Override[];
  readonly problems: readonly ConfigProblem[];
}

/** Variables that Kubernetes sets in every container when a service is called mixtide. */
const SERVICE_LINK = /^MIXTIDE_(SERVICE_(HOST|PORT)|PORT)(_|$)/;

/** Settings from environment variables: `MIXTIDE_MODEL_COMPONENTS=4`. An empty variable counts as not set. */
export function environmentOverrides(environment: Readonly<Record<string, string | undefined>>): Overrides {
  const settings = new Map(settingsList().map((setting) => [setting.variable, setting]));
  const overrides: Override[] = [];
  const problems: ConfigProblem[] = [];
  for (const [variable, text] of Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (!variable.startsWith(VARIABLE_PREFIX) || text === undefined || text === "") continue;
    const origin: Origin = { from: "environment", variable };
    const setting = settings.get(variable);
    if (setting !== undefined) overrides.push({ setting, value: fromText(setting.schema, text), origin });
    else if (!SERVICE_LINK.test(variable)) problems.push(unknown(origin, "", variable, "variable", settings.keys()));
  }
  return { overrides, problems };
}

/** Settings from the command line. */
export function flagOverrides(flags: readonly Flag[]): Overrides {
  const settings = new Map(settingsList().map((setting) => [setting.path, setting]));
  const overrides: Override[] = [];
  const problems: ConfigProblem[] = [];
  for (const { flag, path, value } of flags) {
    if (value === undefined) continue;
    const origin: Origin = { from: "flag", flag };
    const setting = settings.get(path);
    if (setting === undefined) problems.push(unknown(origin, path, path, "setting", settings.keys()));
    else
      overrides.push({ setting, origin, value: typeof value === "string" ? fromText(setting.schema, value) : value });
  }
  return { overrides, problems };
}

function unknown(origin: Origin, path: string, name: string, kind: string, known: Iterable<string>): ConfigProblem {
  const bare = (word: string): string => word.replace(VARIABLE_PREFIX, "");
  const names = new Map(Array.from(known, (word) => [bare(word), word]));
  const close = nearest(bare(name), names.keys());
  return { origin, path, problem: `unknown ${kind}`, suggestion: close && names.get(close) };
}

/**
 * The value that a text stands for: the text itself where only text is allowed, else YAML; a list may also be written
 * with commas.
 */
function fromText(schema: SchemaNode, text: string): unknown {
  const types = new Set(alternatives(schema).map(({ type }) => type));
  if (types.size === 1 && types.has("string")) return text;
  if (choices(schema).includes(text)) return text;
  const document = parseDocument(text, { prettyErrors: false, logLevel: "silent" });
  const value: unknown = document.errors.length === 0 ? document.toJS({ maxAliasCount: 0 }) : text;
  if (!types.has("array") || (typeof value === "object" && value !== null)) return value;
  if (typeof value === "number" && types.has("integer")) return value;
  const items = text.split(",").map((item) => item.trim());
  return holdsNumbers(schema) ? items.map(numberOr) : items;
}

/** What is no number stays a text, so that the error shows it. */
const numberOr = (text: string): number | string => (text === "" || Number.isNaN(Number(text)) ? text : Number(text));

/** Whether a list that the schema allows is one of numbers. */
function holdsNumbers(schema: SchemaNode): boolean {
  return alternatives(schema).some(({ items }) =>
    /^(integer|number)$/.test(String((items as SchemaNode | undefined)?.type)),
  );
}
