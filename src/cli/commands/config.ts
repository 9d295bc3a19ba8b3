import type { Command } from "commander";
import { explain } from "../../config/explain.js";
import { jsonSchema } from "../../config/json-schema.js";
import { loadConfig } from "../../config/load-config.js";
import { settingsList } from "../../config/settings-list.js";
import type { Context } from "../context.js";
import { examples, newCommand } from "../new-command.js";
import { table } from "../terminal/table.js";

export function configCommand(context: Context): Command {
  return newCommand("config", "Show what a configuration amounts to, or what one may hold.", context)
    .usage("<explain|schema> [options]")
    .helpCommand(false)
    .addCommand(explainCommand(context))
    .addCommand(schemaCommand(context));
}

function explainCommand(context: Context): Command {
  return newCommand("explain", "Every setting, its value, and where that came from.", context)
    .summary("every setting, its value, and where that came from")
    .argument("<config>", "YAML file; environment variables (MIXTIDE_…) take precedence over it")
    .option("--json", "print one JSON object a setting")
    .addHelpText(
      "after",
      examples(
        ["what is set, what is default", "mixtide config explain config/pipeline.yaml"],
        ["as a deployment will see it", "MIXTIDE_MODEL_COMPONENTS=8 mixtide config explain config/pipeline.yaml"],
      ),
    )
    .action((path: string, options: { json?: true }) => explainFile(path, options.json === true, context));
}

async function explainFile(path: string, json: boolean, { env, out, style }: Context): Promise<void> {
  const settings = explain(loadConfig({ path, environment: env }));
  if (json) return out.write(settings.map((setting) => `${JSON.stringify(setting)}\n`).join(""));
  const variables = new Map(settingsList().map((setting) => [setting.path, setting.variable]));
  const columns = ["setting", "value", "from", "variable"].map((title) => ({ title, align: "left" as const }));
  const rows = settings.map(({ path, value, origin }) => {
    const isDefault = origin === "default";
    const variable = style("dim", variables.get(path) ?? "");
    return [path, isDefault ? style("dim", value) : value, isDefault ? style("dim", origin) : origin, variable];
  });
  await out.line(table(columns, rows, style).join("\n"));
}

function schemaCommand(context: Context): Command {
  return newCommand("schema", "The JSON Schema of configurations, for editors and validators.", context)
    .summary("the JSON Schema of configurations, for editors and validators")
    .addHelpText(
      "after",
      examples([
        "let an editor with the YAML language server complete a file",
        "mixtide config schema > pipeline.schema.json   # then, as first line of the YAML file:\n" +
          "    # yaml-language-server: $schema=pipeline.schema.json",
      ]),
    )
    .action(() => context.out.line(JSON.stringify(jsonSchema(), null, 2)));
}
