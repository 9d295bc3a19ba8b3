import { stringify } from "yaml";
import { type LoadedConfig, loadConfig } from "../../config/load-config.js";
import type { Flag } from "../../config/overrides.js";
import { displayName } from "../../files/open-bytes.js";
import type { InputFile } from "../../files/open-input.js";
import { layoutOf } from "../../files/read-points.js";
import type { RawRecord } from "../../format/decoder.js";
import { UsageError } from "../errors.js";
import type { RunOptions } from "./run-options.js";

/**
 * The configuration of a run over a file: the flags, over the environment, over the configuration file if there is
 * one; format and columns are the input's own.
 *
 * @param sample the input's first records, which show what its columns hold.
 * @throws ConfigError, FileError, UsageError.
 */
export function embeddedConfig(
  path: string | undefined,
  input: InputFile,
  sample: readonly RawRecord[],
  options: RunOptions,
  environment: NodeJS.ProcessEnv,
): LoadedConfig {
  const missing = flag("--missing", "source.missing", options.missing);
  const flags = [...inputFlags(input), missing, ...modelFlags(options)];
  if (path !== undefined) {
    if (options.ignore !== undefined)
      throw new UsageError(
        "--ignore does not go with a configuration",
        "It names the features already; --columns overrides them.",
      );
    return loadConfig({ path, environment, flags: [...flags, flag("--columns", "features", options.columns)] });
  }
  if (options.components === undefined && !environment.MIXTIDE_MODEL_COMPONENTS)
    throw new UsageError(
      "--components is missing",
      "How many components? Give a number, or a configuration that says it.",
    );
  return loadConfig({ text: defaultsFor(input, sample, options), environment, flags });
}

/** What stands in for a configuration file: everything that the input itself tells. */
function defaultsFor(input: InputFile, sample: readonly RawRecord[], options: RunOptions): string {
  const { columns, id, ignore = [], input: file = "", timestamp } = options;
  const others = [id, timestamp].filter((name) => name !== undefined && !columns?.includes(name)) as string[];
  const layout = layoutOf(input, { columns, ignore: [...ignore, ...others] }, sample, displayName(file));
  const features = layout.features.specs.map(({ path }) => path);
  const app = nameOf(input.topic);
  return stringify({ app, source: { topic: app, from: "earliest" }, features, model: {} });
}

/** `my data.csv` → `my-data`: what a model may be called. */
function nameOf(file: string): string {
  const name = file
    .replace(/(\.[A-Za-z0-9]{1,8})+$/, "")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .slice(0, 100);
  return name === "" ? "model" : name;
}

function inputFlags({ columns, delimiter, format }: InputFile): Flag[] {
  return [
    flag("--input", "source.format", format),
    flag("--input", "source.columns", columns),
    flag("--input", "source.delimiter", format === "csv" ? delimiter : undefined),
  ];
}

/** What flags say about the model, which parts of a record matter, and where the dashboard is. */
export function modelFlags(options: RunOptions): Flag[] {
  const { components, covariance, halfLife, id, mode, name, prior, seed, serve, timestamp, warmup } = options;
  return [
    flag("--serve", "http.port", serve === true ? undefined : serve),
    flag("--name", "app", name),
    flag("--id", "id", id),
    flag("--timestamp", "timestamp", timestamp),
    flag("--components", "model.components", components),
    flag("--covariance", "model.covariance", covariance),
    flag("--prior", "model.prior", prior),
    flag("--mode", "model.mode", mode),
    flag("--seed", "model.seed", seed),
    flag("--warmup", "model.warmup", warmup),
    flag("--half-life", "model.schedule", halfLife === undefined ? undefined : { kind: "half-life", points: halfLife }),
  ];
}

export const flag = (name: string, path: string, value: unknown): Flag => ({ flag: name, path, value });
