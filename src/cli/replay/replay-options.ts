import { InvalidArgumentError } from "commander";
import { type LoadedConfig, loadConfig } from "../../config/load-config.js";
import type { Flag } from "../../config/overrides.js";
import { parseTimestamp } from "../../format/timestamp.js";
import { UsageError } from "../errors.js";

/** Options of `mixtide replay`. */
export interface ReplayOptions {
  readonly verify?: true;
  readonly app?: string;
  readonly from?: "earliest" | number;
  readonly to?: "now" | number;
  readonly set?: readonly Flag[];
  readonly speed?: number;
  readonly json?: true;
}

/** A word, or a time as ms since 1970. */
export function timeOr<const T extends string>(word: T): (text: string) => T | number {
  return (text) => {
    if (text === word) return word;
    const time = parseTimestamp(/^\d+$/.test(text) ? Number(text) : text);
    if (!(time >= 0)) throw new InvalidArgumentError(`It must be ${word}, or a time such as 2025-11-23T05:00:00Z.`);
    return time;
  };
}

/** `10x` or `0.5x`: seconds of history a second. */
export function speed(text: string): number {
  const value = Number(/^(\d+(?:\.\d+)?)x?$/.exec(text)?.[1]);
  if (!(value > 0)) throw new InvalidArgumentError("It must be a multiple of history's own speed, such as 10x.");
  return value;
}

/** `model.components=8`; the option may be repeated. */
export function setting(text: string, earlier: readonly Flag[] = []): readonly Flag[] {
  const [, path, value] = /^([A-Za-z.]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined)
    throw new InvalidArgumentError("It must be a setting and its value, such as model.components=8.");
  return [...earlier, { flag: `--set ${path}`, path, value }];
}

/** The configuration of a replay: that of the live app under another name, with other settings. */
export function replayConfig(
  path: string,
  app: string,
  set: readonly Flag[],
  environment: NodeJS.ProcessEnv,
): { readonly live: LoadedConfig; readonly replay: LoadedConfig } {
  const live = loadConfig({ path, environment });
  if (live.config.app === app)
    throw new UsageError(
      `--app ${app} is the name of the live app itself`,
      "A replay writes topics of its own: give it another name.",
    );
  for (const { path: name } of set)
    if (name === "app" || name.startsWith("source.topic") || name.startsWith("kafka."))
      throw new UsageError(
        `--set ${name} has no place in a replay`,
        "It reads the same topic of the same cluster, under the name that --app gives.",
      );
  const replay = loadConfig({ path, environment, flags: [{ flag: "--app", path: "app", value: app }, ...set] });
  return { live, replay };
}
