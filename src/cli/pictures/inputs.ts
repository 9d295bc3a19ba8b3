import { extname } from "node:path";
import { openBytes } from "../../files/open-bytes.js";
import { CliError } from "../errors.js";

/** What a file given to `mixtide plot` holds; of an app, its configuration. */
export type Kind = "points" | "models" | "labels" | "app";

const CONFIGURATION = /\.ya?ml$/i;

const JSON_NAMES = new Set([".json", ".ndjson", ".jsonl"]);
const LARGEST_FIRST_LINE = 64 * 1024 * 1024;

/**
 * Tells a configuration by its name, and models and labels from points by the fields of a file's first JSON value.
 *
 * @throws the file system's error.
 */
export async function kindOf(path: string): Promise<Kind> {
  if (CONFIGURATION.test(path)) return "app";
  if (!JSON_NAMES.has(extname(path.replace(/\.gz$/i, "")).toLowerCase())) return "points";
  const first = await firstValue(path);
  if (typeof first !== "object" || first === null) return "points";
  if ("covarianceType" in first && "components" in first) return "models";
  return "anomaly" in first && "source" in first ? "labels" : "points";
}

/** The value on the first line, or of the whole file where that is one value. */
async function firstValue(path: string): Promise<unknown> {
  let text = "";
  for await (const chunk of openBytes(path)) {
    text += Buffer.from(chunk).toString("utf8");
    const end = text.indexOf("\n");
    const value = end < 0 ? undefined : parsed(text.slice(0, end));
    if (value !== undefined) return value;
    if (text.length > LARGEST_FIRST_LINE) throw new CliError(`${path}: more than 64 MB without a line of JSON`);
  }
  return parsed(text);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
