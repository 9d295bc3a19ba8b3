import { ConfigError, type ConfigProblem } from "./config-error.js";
import { type Config, configSchema } from "./config-schema.js";
import { Layers } from "./layers.js";
import { layoutProblems } from "./layout-problems.js";
import type { Origin } from "./origin.js";
import { environmentOverrides, type Flag, flagOverrides } from "./overrides.js";
import { problemsOf } from "./problems.js";
import { readConfigText } from "./read-config-text.js";
import { secretProblems } from "./secrets.js";
import { YamlFile } from "./yaml-file.js";

export interface LoadOptions {
  /** File to read; without `path` and `text` there are only flags, environment and defaults. */
  readonly path?: string | undefined;
  /** What the file says, where it has been read already; `path` then only names it in messages. */
  readonly text?: string | undefined;
  readonly flags?: readonly Flag[];
  /** Usually `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Where each setting came from, by its path: `model.components`. */
  readonly provenance: ReadonlyMap<string, Origin>;
}

/**
 * Reads and checks a configuration. Flags take precedence over the environment, that over the file, that over defaults.
 *
 * @throws ConfigError with everything that is wrong.
 * @example
 * const { config } = loadConfig({
 *   path: "config/geyser.yaml",
 *   flags: [{ flag: "--components", path: "model.components", value: 3 }],
 *   environment: process.env,
 * });
 */
export function loadConfig({ path, text, flags = [], environment = {} }: LoadOptions): LoadedConfig {
  const content = text ?? (path === undefined ? undefined : readConfigText(path));
  const file = content === undefined ? undefined : new YamlFile(path ?? "configuration", content);
  const fromEnvironment = environmentOverrides(environment);
  const fromFlags = flagOverrides(flags);
  const layers = new Layers(file, [...fromEnvironment.overrides, ...fromFlags.overrides]);
  const problems = [
    ...(file?.problems ?? []),
    ...(file === undefined ? [] : secretProblems(file)),
    ...fromEnvironment.problems,
    ...fromFlags.problems,
  ];
  // A file that is not YAML says nothing about settings: what it seems to lack would only hide the fault.
  if (file !== undefined && !file.readable) throw new ConfigError(inOrder(problems));
  const result = configSchema.safeParse(layers.value);
  if (result.success) problems.push(...layoutProblems(result.data, layers));
  else problems.push(...problemsOf(result.error.issues, layers));
  if (!result.success || problems.length > 0) throw new ConfigError(inOrder(problems));
  return { config: result.data, provenance: layers.provenance() };
}

/** As they stand in the file, those of flags and environment first. */
function inOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const line = ({ origin }: ConfigProblem): number => (origin?.from === "file" ? origin.line : 0);
  const column = ({ origin }: ConfigProblem): number => (origin?.from === "file" ? origin.column : 0);
  return problems.toSorted((a, b) => line(a) - line(b) || column(a) - column(b));
}
