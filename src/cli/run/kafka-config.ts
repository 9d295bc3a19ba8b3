import { type LoadedConfig, loadConfig } from "../../config/load-config.js";
import { UsageError } from "../errors.js";
import { portOf } from "../serve/usual-port.js";
import { flag, modelFlags } from "./embedded-config.js";
import type { RunOptions } from "./run-options.js";

/** Options that say where a run over a file reads and writes. */
const OF_FILES = ["ignore", "format", "delimiter", "labels", "alerts", "snapshots", "deadLetters"] as const;

/**
 * The configuration of a run on Kafka: the flags, over the environment, over the file.
 *
 * @throws ConfigError, UsageError.
 */
export function kafkaConfig(path: string, options: RunOptions, environment: NodeJS.ProcessEnv): LoadedConfig {
  for (const name of OF_FILES)
    if (options[name] !== undefined)
      throw new UsageError(
        `--${name.replace(/(?=[A-Z])/g, "-").toLowerCase()} goes with --input`,
        "On Kafka the configuration says what is read, and results go to topics of their own.",
      );
  if (options.json && !options.dryRun)
    throw new UsageError(
      "--json goes with --input or --dry-run",
      "`log: { format: json }` is how to have the log as JSON.",
    );
  const flags = [...modelFlags(options), flag("--columns", "features", options.columns)];
  const loaded = loadConfig({ path, environment, flags });
  const port = portOf(options.serve, loaded);
  return port === undefined
    ? loaded
    : loadConfig({ path, environment, flags: [...flags, flag("--serve", "http.port", port)] });
}
