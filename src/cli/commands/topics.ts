import type { Command } from "commander";
import type { TopicSpec } from "../../broker/broker.js";
import { loadConfig } from "../../config/load-config.js";
import type { Context } from "../context.js";
import { CliError } from "../errors.js";
import { reportTopics, wantedTopics } from "../kafka/app-topics.js";
import { topicLines } from "../kafka/topic-lines.js";
import { withCluster } from "../kafka/with-cluster.js";
import { examples, newCommand } from "../new-command.js";
import { plural } from "../terminal/numbers.js";

interface TopicsOptions {
  readonly json?: true;
}

export function topicsCommand(context: Context): Command {
  return newCommand("topics", "Create the topics that a pipeline writes, or check those that are there.", context)
    .usage("<create|check> [options]")
    .helpCommand(false)
    .addCommand(createCommand(context))
    .addCommand(checkCommand(context))
    .addHelpText(
      "after",
      examples(
        ["before the first run", "mixtide topics create config/pipeline.yaml"],
        ["are they as they should be?", "mixtide topics check config/pipeline.yaml"],
      ),
    );
}

function createCommand(context: Context): Command {
  return newCommand("create", "Create the topics that are missing, with settings of their own.", context)
    .summary("create the topics that are missing")
    .argument("<config>", "YAML file; the input topic is not created")
    .option("--json", "print one JSON object a topic")
    .addHelpText(
      "after",
      "\nThree copies of each partition, or as many as there are brokers; writes need all but one of them.\n" +
        examples(["before the first run", "mixtide topics create config/pipeline.yaml"]),
    )
    .action((path: string, options: TopicsOptions) => create(path, options.json === true, context));
}

async function create(path: string, json: boolean, context: Context): Promise<void> {
  const loaded = loadConfig({ path, environment: context.env });
  const { messages, out } = context;
  await withCluster(loaded, context, async ({ broker }) => {
    const specs = await wantedTopics(broker, loaded.config);
    const known = await broker.admin.partitionCounts(specs.map(({ topic }) => topic));
    const missing = specs.filter(({ topic }) => !known.has(topic));
    await broker.admin.createTopics(missing);
    for (const spec of specs) {
      const created = missing.includes(spec);
      await (json ? out.json({ ...spec, created }) : out.line(`${spec.topic}: ${createdText(spec, created)}`));
    }
    warnOfFewCopies(missing, context);
    if (missing.length < specs.length)
      messages.line(`What was there is left as it is: \`mixtide topics check ${path}\` looks at it.`);
  });
}

function warnOfFewCopies([spec]: readonly TopicSpec[], { messages }: Context): void {
  const copies = spec?.replication ?? ENOUGH_COPIES;
  if (copies >= ENOUGH_COPIES) return;
  const risk = copies === 1 ? "one copy of each record: a lost disk loses the state" : "two copies of each record";
  messages.warn(`${risk}. Three copies need three brokers.`);
}

const ENOUGH_COPIES = 3;

function createdText({ cleanup, partitions, replication = 1 }: TopicSpec, created: boolean): string {
  const copies = replication === 1 ? "1 copy" : `${replication} copies`;
  return created ? `created (${plural(partitions, "partition")}, ${copies}, ${cleanup})` : "is there";
}

function checkCommand(context: Context): Command {
  return newCommand("check", "Every topic of a pipeline, what is wrong with it, and what to do.", context)
    .summary("every topic, what is wrong with it, and what to do")
    .argument("<config>", "YAML file")
    .option("--json", "print one JSON object a topic")
    .addHelpText("after", examples(["exit code 1 if there is a problem", "mixtide topics check config/pipeline.yaml"]))
    .action((path: string, options: TopicsOptions) => check(path, options.json === true, context));
}

async function check(path: string, json: boolean, context: Context): Promise<void> {
  const { out, style } = context;
  const loaded = loadConfig({ path, environment: context.env });
  const reports = await withCluster(loaded, context, ({ broker }) => reportTopics(broker, loaded.config, path));
  if (json) for (const report of reports) await out.json(report);
  else await out.line(topicLines(reports, style).join("\n"));
  const problems = reports.flatMap(({ findings }) => findings.filter(({ level }) => level === "problem"));
  if (problems.length > 0)
    throw new CliError(`${plural(problems.length, "problem")} in the topics of ${loaded.config.app}`);
}
