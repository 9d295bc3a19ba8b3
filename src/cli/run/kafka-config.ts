import { ConfigError } from "../../config/config-error.js";
import { type LoadedConfig, loadConfig } from "../../config/load-config.js";
import type { Flag } from "../../config/overrides.js";
import { UsageError } from "../errors.js";
import { USUAL_PORT } from "../serve/usual-port.js";
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
  return options.serve === true ? served(path, flags, environment) : loadConfig({ path, environment, flags });
}

/** Where the configuration says no port, the usual one. */
function served(path: string, flags: readonly Flag[], environment: NodeJS.ProcessEnv): LoadedConfig {
  const usual = () => loadConfig({ path, environment, flags: [...flags, flag("--serve", "http.port", USUAL_PORT)] });
  try {
    const loaded = loadConfig({ path, environment, flags });
    return loaded.config.http === undefined ? usual() : loaded;
  } catch (error) {
    // A token without a port is one mistake less; of others the second attempt tells.
    if (error instanceof ConfigError) return usual();
    throw error;
  }
}
