import type { Command } from "commander";
import { assemble } from "../../config/assemble.js";
import { loadConfig } from "../../config/load-config.js";
import { type Promoted, promote } from "../../pipeline/tools/promote.js";
import type { ReplaceOptions } from "../../pipeline/tools/replace-model.js";
import { undoPromotion } from "../../pipeline/tools/undo-promotion.js";
import { appTopics } from "../../pipeline/topics.js";
import { confirm } from "../confirm.js";
import type { Context } from "../context.js";
import { CliError, UsageError } from "../errors.js";
import { withCluster } from "../kafka/with-cluster.js";
import { examples, newCommand } from "../new-command.js";
import { oneOf } from "../options/values.js";
import { grouped, plural } from "../terminal/numbers.js";

interface PromoteOptions {
  readonly fromApp?: string;
  readonly at?: "now";
  readonly undo?: true;
  readonly yes?: true;
  readonly json?: true;
}

export function promoteCommand(context: Context): Command {
  return newCommand(
    "promote",
    "Make the model of a replay the one that the live app goes on with, or undo that.",
    context,
  )
    .argument("<config>", "YAML file of the live app")
    .option("--from-app <name>", "whose model: usually a replay's")
    .option("--at <position>", "now: where the live app stands (default)", oneOf(["now"]))
    .option("--undo", "put the model back that the last promotion replaced")
    .option("-y, --yes", "do not ask")
    .option("--json", "print what was done as JSON")
    .addHelpText(
      "after",
      "\nThe live app may go on running: it is fenced off for the moment, rejoins, and labels what comes\n" +
        "next with the new model, each point once. Positions stay, versions go on counting, components\n" +
        "get ids of their own. The promotion is a unit of the journal, which `mixtide replay --verify`\n" +
        "verifies. Afterwards the configuration should say what the new model was learned with.\n" +
        examples(
          ["use the model of a replay", "mixtide promote config/pipeline.yaml --from-app eight"],
          ["go back", "mixtide promote config/pipeline.yaml --undo"],
        ),
    )
    .action((path: string, options: PromoteOptions) => replace(path, options, context));
}

async function replace(path: string, options: PromoteOptions, context: Context): Promise<void> {
  const { fromApp, undo, yes } = options;
  if ((fromApp === undefined) === (undo === undefined))
    throw new UsageError(
      fromApp === undefined ? "--from-app or --undo is missing" : "--undo does not go with --from-app",
      "--from-app NAME takes the model of a replay, --undo puts the one before back.",
    );
  const loaded = loadConfig({ path, environment: context.env });
  await withCluster(loaded, context, async ({ broker }) => {
    const { app, client, encoders, input, learners, settings } = assemble(loaded.config);
    const { state, journal } = appTopics(app, input);
    if ((await broker.admin.partitionCounts([state, journal])).size < 2)
      throw new CliError(`there is no topic "${state}" in this cluster, or no right to see it`, {
        remedy: `It comes with the first \`mixtide run ${path}\`.`,
      });
    const what = undo ? `${app} goes back to the model before.` : `${app} goes on with the model of ${fromApp}.`;
    if (!yes) await confirm(what, context);
    const tool: ReplaceOptions = { app, input, broker, learners, encoders, settings, ...(client && { client }) };
    await (fromApp === undefined ? goBack(tool, options, context) : take({ ...tool, fromApp }, options, context));
  });
}

async function take(
  tool: ReplaceOptions & { readonly fromApp: string },
  { json }: PromoteOptions,
  { messages, out }: Context,
): Promise<void> {
  const { app, fromApp } = tool;
  const done = await promote(tool);
  if (json) await out.json(done === undefined ? { app, fromApp, changed: false } : asJson(app, done));
  if (done === undefined) {
    messages.line(`${app} goes on with this very model of ${fromApp} already: nothing was changed.`);
    return;
  }
  const { source, unit, unlearned, repeated, versions } = done;
  messages.line(
    `${app}: version ${grouped(versions[1])} is version ${grouped(source.version)} of ${fromApp} ` +
      `(${plural(source.points, "point")}), unit ${grouped(unit)} of the journal`,
  );
  if (unlearned > 0)
    messages.line(`  ${plural(unlearned, "offset")} that ${app} had labelled since are not learned by it.`);
  if (repeated > 0) messages.line(`  ${plural(repeated, "offset")} that it has learned, ${app} learns once more.`);
}

async function goBack(tool: ReplaceOptions, { json }: PromoteOptions, { messages, out }: Context): Promise<void> {
  const { unit, versions } = await undoPromotion(tool);
  const { app } = tool;
  if (json) await out.json({ app, undone: true, unit, versions });
  messages.line(
    `${app}: version ${grouped(versions[1])} is the model from before the promotion, unit ${grouped(unit)}`,
  );
}

function asJson(app: string, { positions, source, ...done }: Promoted) {
  return { app, fromApp: source.app, changed: true, ...done, source, positions: Object.fromEntries(positions) };
}
