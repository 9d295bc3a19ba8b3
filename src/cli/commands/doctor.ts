import type { Command } from "commander";
import { loadConfig } from "../../config/load-config.js";
import type { Context } from "../context.js";
import type { Check } from "../doctor/check.js";
import { examine } from "../doctor/examine.js";
import { CliError } from "../errors.js";
import { examples, newCommand } from "../new-command.js";
import { plural } from "../terminal/numbers.js";
import type { Style } from "../terminal/style.js";

export function doctorCommand(context: Context): Command {
  return newCommand("doctor", "Look at everything that a run depends on, and say what is wrong.", context)
    .argument("<config>", "YAML file")
    .option("--json", "print one JSON object a check")
    .addHelpText(
      "after",
      "\nIt looks at brokers, topics, rights, the first records, the state and the lag. It joins no group and\n" +
        "writes no record; exit code 1 if anything fails.\n" +
        examples(["before the first run, and whenever something is strange", "mixtide doctor config/pipeline.yaml"]),
    )
    .action((path: string, options: { json?: true }) => doctor(path, options.json === true, context));
}

async function doctor(path: string, json: boolean, context: Context): Promise<void> {
  const { env, out, style } = context;
  const loaded = loadConfig({ path, environment: env });
  let failures = 0;
  for await (const found of examine(path, loaded, context)) {
    const check = withoutSecrets(found, context);
    if (check.result === "failed") failures++;
    await (json ? out.json(check) : out.line(checkLines(check, style).join("\n")));
  }
  if (failures > 0) throw new CliError(`${plural(failures, "check")} failed`);
}

/** What a library says of a failure may hold more than it should. */
function withoutSecrets(check: Check, { messages }: Context): Check {
  const { message, remedy } = check;
  const masked = { ...check, message: messages.masked(message) };
  return remedy === undefined ? masked : { ...masked, remedy: messages.masked(remedy) };
}

function checkLines({ message, name, remedy, result }: Check, style: Style): string[] {
  const advice = remedy === undefined ? [] : remedy.split("\n").map((line) => `    ${line}`);
  return [`${MARKS[result](style)} ${name}: ${message}`, ...advice];
}

const MARKS: Readonly<Record<Check["result"], (style: Style) => string>> = {
  ok: (style) => style("green", "✓"),
  failed: (style) => style("red", "✗"),
  note: (style) => style("yellow", "!"),
  skip: (style) => style("dim", "–"),
};
