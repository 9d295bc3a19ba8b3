import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import type { Command } from "commander";
import { assemble } from "../../config/assemble.js";
import { type LoadedConfig, loadConfig } from "../../config/load-config.js";
import { readState } from "../../pipeline/state/read-state.js";
import { exportState } from "../../pipeline/tools/export-state.js";
import { importState } from "../../pipeline/tools/import-state.js";
import { resetState } from "../../pipeline/tools/reset-state.js";
import type { StateToolOptions } from "../../pipeline/tools/state-tool.js";
import { appTopics, TASK_ALL } from "../../pipeline/topics.js";
import { confirm } from "../confirm.js";
import type { Context } from "../context.js";
import { CliError, UsageError } from "../errors.js";
import { inputPartitions } from "../kafka/missing-topic.js";
import { stateLines, stateSummary } from "../kafka/state-lines.js";
import { type Cluster, withCluster } from "../kafka/with-cluster.js";
import { examples, newCommand } from "../new-command.js";
import { plural } from "../terminal/numbers.js";
import { writeWhole } from "../write-file.js";

export function stateCommand(context: Context): Command {
  return newCommand("state", "Look at what a pipeline has learned, save it, bring it back, or begin anew.", context)
    .usage("<show|export|import|reset> [options]")
    .helpCommand(false)
    .addCommand(showCommand(context))
    .addCommand(exportCommand(context))
    .addCommand(importCommand(context))
    .addCommand(resetCommand(context))
    .addHelpText(
      "after",
      examples(
        ["what is there", "mixtide state show config/pipeline.yaml"],
        ["save it", "mixtide state export config/pipeline.yaml state.json"],
        ["begin anew", "mixtide state reset config/pipeline.yaml"],
        ["bring it back", "mixtide state import config/pipeline.yaml state.json"],
      ),
    );
}

function showCommand(context: Context): Command {
  return newCommand("show", "What the state holds: unit, points, positions, sections.", context)
    .summary("what the state holds")
    .argument("<config>", "YAML file")
    .option("--json", "print it as JSON")
    .action((path: string, { json }: { json?: true }) =>
      onCluster(path, context, async (loaded, { broker }) => {
        const { app, source } = loaded.config;
        const { state } = appTopics(app, source.topic);
        const stored = await readState(broker, { topic: state, partition: TASK_ALL.partition });
        if (stored === undefined) throw noState(state, path);
        const summary = stateSummary(stored);
        await (json ? context.out.json(summary) : context.out.line(stateLines(summary, context.style).join("\n")));
      }),
    );
}

function exportCommand(context: Context): Command {
  return newCommand("export", "Write the committed state to a file; the pipeline may go on running.", context)
    .summary("write the committed state to a file")
    .argument("<config>", "YAML file")
    .argument("[file]", "where it belongs; default: standard output")
    .addHelpText("after", examples(["before an upgrade", "mixtide state export config/pipeline.yaml state.json"]))
    .action((path: string, file: string | undefined) =>
      onCluster(path, context, async (loaded, { broker }) => {
        const bytes = await exportState(toolOptions(loaded, broker));
        if (file === undefined || file === "-") return await context.out.write(bytes);
        await writeWhole(file, bytes);
        context.messages.line(`${file}: ${plural(bytes.length, "byte")}`);
      }),
    );
}

function importCommand(context: Context): Command {
  return newCommand(
    "import",
    "Put an exported state in the place of whatever is there. Stop the pipeline before.",
    context,
  )
    .summary("put an exported state in the place of what is there")
    .argument("<config>", "YAML file")
    .argument("<file>", "as `mixtide state export` wrote it; - reads standard input")
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      "\nRecords learned since the export are learned and labelled again.\n" +
        examples(["bring a state back", "mixtide state import config/pipeline.yaml state.json"]),
    )
    .action(async (path: string, file: string, { yes }: { yes?: true }) => {
      const bytes = file === "-" ? await buffer(context.stdin()) : await readFile(file);
      if (!yes && file === "-")
        throw new UsageError("standard input cannot be the state and the answer", "Say --yes if it is meant.");
      await onCluster(path, context, async (loaded, { broker }) => {
        if (!yes) await confirm(`The state of ${loaded.config.app} is replaced by that of ${file}.`, context);
        const manifest = await importState(toolOptions(loaded, broker), bytes);
        context.messages.line(
          `Imported: unit ${manifest.unit}, ${plural(manifest.points, "point")}. The next run goes on from there.`,
        );
      });
    });
}

function resetCommand(context: Context): Command {
  return newCommand(
    "reset",
    "Forget what was learned and begin anew at source.from. Stop the pipeline before.",
    context,
  )
    .summary("forget what was learned and begin anew")
    .argument("<config>", "YAML file")
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      "\nLabels, snapshots and the journal of the old history stay where they are.\n" +
        examples(["begin anew, without a question", "mixtide state reset config/pipeline.yaml --yes"]),
    )
    .action((path: string, { yes }: { yes?: true }) =>
      onCluster(path, context, async (loaded, { broker }) => {
        const { app, source } = loaded.config;
        await inputPartitions(broker.admin, source.topic);
        if (!yes) await confirm(`What ${app} has learned is forgotten.`, context);
        const positions = await resetState(toolOptions(loaded, broker));
        const where = [...positions].map(([partition, offset]) => `${source.topic}/${partition} at ${offset}`);
        context.messages.line(`Forgotten. The next run begins at ${where.join(", ")}.`);
      }),
    );
}

async function onCluster(
  path: string,
  context: Context,
  work: (loaded: LoadedConfig, cluster: Cluster) => Promise<void>,
): Promise<void> {
  const loaded = loadConfig({ path, environment: context.env });
  await withCluster(loaded, context, async (cluster) => {
    const { state } = appTopics(loaded.config.app, loaded.config.source.topic);
    if (!(await cluster.broker.admin.partitionCounts([state])).has(state))
      throw new CliError(`there is no topic "${state}" in this cluster, or no right to see it`, {
        remedy: `\`mixtide topics create ${path}\` makes it.`,
      });
    await work(loaded, cluster);
  });
}

function toolOptions(loaded: LoadedConfig, broker: Cluster["broker"]): StateToolOptions {
  const { app, client, input, learners, settings } = assemble(loaded.config);
  return { app, input, learners, settings, broker, ...(client === undefined ? {} : { client }) };
}

function noState(topic: string, path: string): CliError {
  return new CliError(`${topic} holds no state`, { remedy: `It comes with the first \`mixtide run ${path}\`.` });
}
