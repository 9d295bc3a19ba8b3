import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { loadConfig } from "../../config/load-config.js";
import type { Context } from "../context.js";
import { CliError, UsageError } from "../errors.js";
import { askAnswers } from "../init/ask.js";
import { EXAMPLE, pipelineTemplate } from "../init/pipeline-template.js";
import { examples, newCommand } from "../new-command.js";
import { writeWhole } from "../write-file.js";

interface InitOptions {
  readonly yes?: true;
  readonly force?: true;
}

export function initCommand(context: Context): Command {
  return newCommand("init", "Write config/pipeline.yaml, a commented configuration to start from.", context)
    .argument("[folder]", "where config/ belongs", ".")
    .option("-y, --yes", "ask nothing: a configuration for the Old Faithful data")
    .option("-f, --force", "overwrite a configuration that is there")
    .addHelpText(
      "after",
      examples(
        ["three questions, then a file", "mixtide init"],
        ["no questions, in a new folder", "mixtide init --yes geyser"],
      ),
    )
    .action((folder: string, options: InitOptions) => init(folder, options, context));
}

async function init(folder: string, { yes, force }: InitOptions, context: Context): Promise<void> {
  const path = join(folder, "config", "pipeline.yaml");
  if (existsSync(path) && !force)
    throw new CliError(`${path} exists already`, { remedy: "Overwrite it with --force, or name another folder." });
  if (!yes && !context.interactive)
    throw new UsageError("init asks questions on a terminal, and this is none", "Take the example with --yes.");
  const text = pipelineTemplate(yes ? EXAMPLE : await askAnswers(context));
  loadConfig({ path, text });
  await writeWhole(path, text);
  await context.out.line(path);
  context.messages.line(
    `Written. Next: mixtide doctor ${path}, then mixtide run ${path}; or over a file, mixtide run ${path} --input FILE`,
  );
}
