import type { z } from "zod";
import type { ConfigProblem } from "./config-error.js";
import { keysAt, schemaAt } from "./json-schema.js";
import type { Layers } from "./layers.js";
import { nearest } from "./nearest.js";
import { masked } from "./secrets.js";
import { pathText, type SettingPath, valueAtPath } from "./setting-path.js";
import { settingsList } from "./settings-list.js";
import { choices, expectation } from "./type-text.js";

type Issue = z.core.$ZodIssue;

/** What the check of the schema found, in words for people. */
export function problemsOf(issues: readonly Issue[], layers: Layers): ConfigProblem[] {
  const found = issues.flatMap(relevant);
  const misspelt = found.flatMap((issue) => (issue.code === "unrecognized_keys" ? unknownKeys(issue, layers) : []));
  const meant = new Set(misspelt.map(({ target }) => target));
  const bad = found.filter(({ code }) => code !== "unrecognized_keys").map((issue) => badValue(issue, layers));
  // What is misspelt is not missing as well.
  const values = bad.filter(({ path, problem }) => problem === undefined || !meant.has(path));
  return [...misspelt.map(({ problem }) => problem), ...values];
}

/**
 * Of the alternatives that were tried, the one that the user meant: the only one that fits as a whole and is wrong
 * inside.
 */
function relevant(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const meant = issue.errors.filter((branch) => branch.some(isInside));
  if (meant.length !== 1) return [issue];
  return meant[0]!.flatMap((inner) => relevant({ ...inner, path: [...issue.path, ...inner.path] }));
}

function isInside({ code, path }: Issue): boolean {
  return path.length > 0 || code === "unrecognized_keys";
}

/** Keys that do not belong, and the path of what was probably meant. */
function unknownKeys(issue: Extract<Issue, { code: "unrecognized_keys" }>, layers: Layers) {
  const path = issue.path as SettingPath;
  const known = keysAt(path, layers.value);
  return issue.keys.map((key) => {
    const whole = [...path, key];
    const sibling = nearest(key, known);
    const target = sibling === undefined ? elsewhere(key) : pathText([...path, sibling]);
    const suggestion = sibling ?? target;
    const problem = suggestion === undefined ? `unknown key; known here: ${known.join(", ")}` : "unknown key";
    return { target, problem: { origin: layers.originOf(whole, "key"), path: pathText(whole), problem, suggestion } };
  });
}

/** The setting of that name in another section. */
function elsewhere(key: string): string | undefined {
  return settingsList().find(({ keys }) => keys.at(-1) === key)?.path;
}

function badValue(issue: Issue, layers: Layers): ConfigProblem {
  const path = issue.path as SettingPath;
  const value = valueAtPath(layers.value, path);
  const schema = schemaAt(path, layers.value) ?? {};
  const expected = wording(issue) ?? expectation(schema);
  const common = { origin: layers.originOf(path, "value"), path: pathText(path), expected };
  if (value === undefined) return { ...common, problem: "missing" };
  const suggestion = typeof value === "string" ? nearest(value, choices(schema)) : undefined;
  return { ...common, found: masked(path, value), suggestion };
}

/** What a schema says itself about what it expects; zod's own messages are in its own terms. */
function wording(issue: Issue): string | undefined {
  if (issue.code === "custom") return issue.message;
  return issue.code === "invalid_format" && !issue.message.startsWith("Invalid") ? issue.message : undefined;
}
