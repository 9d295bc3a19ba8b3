import type { Command } from "commander";
import { ConfigError, type ConfigProblem, problemText } from "../../config/config-error.js";
import { loadConfig } from "../../config/load-config.js";
import type { Context } from "../context.js";
import { CliError } from "../errors.js";
import { EXIT } from "../exit-codes.js";
import { examples, newCommand } from "../new-command.js";
import { plural } from "../terminal/numbers.js";

export function lintCommand(context: Context): Command {
  return newCommand("lint", "Check configurations: every problem with its place, as file:line:column.", context)
    .argument("<config...>", "YAML files; what the environment (MIXTIDE_…) overrides is checked as well")
    .option("--json", "print the problems as one JSON object a file")
    .addHelpText(
      "after",
      examples(
        ["one file", "mixtide lint config/pipeline.yaml"],
        ["all of them, in a CI job: exit code 3 if one is bad", "mixtide lint config/*.yaml"],
      ),
    )
    .action((files: string[], options: { json?: true }) => lint(files, options.json === true, context));
}

async function lint(files: readonly string[], json: boolean, context: Context): Promise<void> {
  const { messages, out } = context;
  let count = 0;
  for (const file of files) {
    const problems = problemsIn(file, context);
    count += problems.length;
    if (json) await out.json({ file, ok: problems.length === 0, problems });
    else if (problems.length === 0) await out.line(`${file}: no problems`);
    else for (const problem of problems) messages.line(problemText(problem));
  }
  if (count > 0)
    throw new CliError(`${plural(count, "problem")} in ${plural(files.length, "file")}`, {
      exitCode: EXIT.configuration,
      remedy: "`mixtide config schema` prints what is allowed; editors complete from it.",
    });
}

function problemsIn(path: string, { env }: Context): readonly ConfigProblem[] {
  try {
    loadConfig({ path, environment: env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}
