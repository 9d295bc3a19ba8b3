import type { Command } from "commander";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { examples, newCommand } from "../new-command.js";
import { compareCommand } from "../replay/compare-command.js";
import { replayHistory } from "../replay/replay-history.js";
import { type ReplayOptions, setting, speed, timeOr } from "../replay/replay-options.js";
import { verifyHistory } from "../replay/verify-history.js";

export function replayCommand(context: Context): Command {
  return newCommand(
    "replay",
    "Live through history again: to verify it, or to see what other settings make of it.",
    context,
  )
    .usage("<config> (--verify | --app <name>) [options]")
    .helpCommand(false)
    .enablePositionalOptions()
    .argument("<config>", "YAML file of the live app")
    .optionsGroup("Verification:")
    .option("--verify", "learn in the order of the journal and compare digests; writes nothing")
    .optionsGroup("A replay under another name:")
    .option("--app <name>", "name of the replay: prefix of its own topics, made when missing")
    .option("--from <time>", "earliest, or a time (ISO 8601, or ms since 1970); default: earliest", timeOr("earliest"))
    .option("--to <time>", "now, or a time; default: now, as it is when the replay begins", timeOr("now"))
    .option("--set <setting=value>", "another setting than in the configuration; may be repeated", setting)
    .option("--speed <multiple>", "pass history at a multiple of its own speed; default: as fast as possible", speed)
    .optionsGroup("Output:")
    .option("--json", "print what was found or done as JSON")
    .addCommand(compareCommand(context))
    .addHelpText(
      "after",
      "\nA replay joins no group and leaves the live app alone. Partitions are merged by the time of\n" +
        "their records, within bounds that are fixed when it begins: two replays with the same bounds\n" +
        "and settings agree bit for bit. Interrupted, the same command goes on where it was.\n" +
        examples(
          ["is every model the one that its input makes?", "mixtide replay config/pipeline.yaml --verify"],
          [
            "what would eight components have made of last week?",
            "mixtide replay config/pipeline.yaml --app eight --from 2025-11-16 --set model.components=8",
          ],
          ["is it better?", "mixtide replay compare config/pipeline.yaml --app eight"],
          ["then use it", "mixtide promote config/pipeline.yaml --from-app eight"],
        ),
    )
    .action((path: string, options: ReplayOptions) => replay(path, options, context));
}

async function replay(path: string, options: ReplayOptions, context: Context): Promise<void> {
  const { app, verify } = options;
  const others = (["app", "from", "to", "set", "speed"] as const).filter((name) => options[name] !== undefined);
  if (verify) {
    if (others.length > 0)
      throw new UsageError(
        `--verify does not go with --${others[0]}`,
        "It replays the live app as it was, and all of it.",
      );
    return await verifyHistory(path, options.json === true, context);
  }
  if (app === undefined)
    throw new UsageError(
      "--verify or --app is missing",
      "--verify compares history with its journal; --app NAME replays it under another name.",
    );
  await replayHistory(path, { ...options, app }, context);
}
