import type { Command } from "commander";
import { canonicalJson } from "../../format/canonical-json.js";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { readModel } from "../model-file.js";
import { examples, newCommand } from "../new-command.js";
import { whole } from "../options/values.js";
import { difference } from "../show/difference.js";
import { differenceLines } from "../show/difference-lines.js";
import { modelLines } from "../show/model-lines.js";

interface SnapshotOptions {
  readonly at?: number;
  readonly diff?: string;
  readonly json?: true;
}

export function snapshotCommand(context: Context): Command {
  return newCommand("snapshot", "Show a mixture that was fitted or learned, or what changed between two.", context)
    .argument("<file>", "a model: JSON of `mixtide fit`, or snapshots of `mixtide run`; - reads standard input")
    .option("--at <version>", "which snapshot of a file with several (default: the last)", whole(0))
    .option("--diff <other>", "show how the components of <file> differ from those of this older model")
    .option("--json", "print canonical JSON (RFC 8785), or the differences as JSON")
    .addHelpText(
      "after",
      examples(
        ["the newest mixture of a run", "mixtide snapshot snapshots.ndjson"],
        ["what changed since version 100", "mixtide snapshot snapshots.ndjson --diff version-100.json"],
        ["one version as a model of its own", "mixtide snapshot snapshots.ndjson --at 100 --json > version-100.json"],
      ),
    )
    .action((file: string, options: SnapshotOptions) => show(file, options, context));
}

async function show(file: string, options: SnapshotOptions, context: Context): Promise<void> {
  const { out, style, width } = context;
  if (file === "-" && options.diff === "-") throw new UsageError("standard input cannot be both models");
  const model = await readModel(file, context, options.at);
  if (options.diff === undefined)
    return options.json ? out.line(canonicalJson(model.record)) : out.line(modelLines(model, style, width).join("\n"));
  const older = await readModel(options.diff, context);
  const changes = difference(older, model);
  await (options.json ? out.json(changes) : out.line(differenceLines(changes, style).join("\n")));
}
