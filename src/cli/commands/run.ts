import type { Command } from "commander";
import { MemoryCluster } from "../../broker/memory/memory-cluster.js";
import { assemble } from "../../config/assemble.js";
import type { Config } from "../../config/config-schema.js";
import type { LoadedConfig } from "../../config/load-config.js";
import { type InputFile, openInput } from "../../files/open-input.js";
import type { RawRecord } from "../../format/decoder.js";
import { COVARIANCE_TYPES } from "../../mixture/covariance/covariance-type.js";
import { runEmbedded } from "../../pipeline/embedded/run-embedded.js";
import type { Context } from "../context.js";
import { CliError, Interrupted, UsageError } from "../errors.js";
import { interruptible, untilAborted } from "../interruptible.js";
import { examples, newCommand } from "../new-command.js";
import { addModelOptions } from "../options/model-options.js";
import { addPointsOptions, inputOptionsOf, orSuggest } from "../options/points-options.js";
import { nonNegative, oneOf, whole } from "../options/values.js";
import { embeddedConfig } from "../run/embedded-config.js";
import type { RunOptions } from "../run/run-options.js";
import { RunResults, type RunSummary } from "../run/run-results.js";
import { grouped, nats, plural } from "../terminal/numbers.js";

export function runCommand(context: Context): Command {
  const command = newCommand("run", "Learn from a stream of points and label each one on the way.", context)
    .argument("[config]", "YAML file, see `mixtide init`; with --input, flags can say everything instead")
    .optionsGroup("Points:")
    .option("-i, --input <file>", "a file of points instead of a topic; - reads standard input");
  addPointsOptions(command)
    .option("--id <column>", "copy this column into the labels as id")
    .option("--timestamp <column>", "copy this column into the labels as timestamp")
    .optionsGroup("Model:")
    .option("-k, --components <number>", "how many components", whole(1))
    .option("--covariance <type>", COVARIANCE_TYPES.join(", "), oneOf(COVARIANCE_TYPES));
  addModelOptions(command)
    .option("--warmup <points>", "points before the first mixture (default: by components and features)", whole(1))
    .option("--half-life <points>", "keep following: a point counts half as much after so many more", nonNegative)
    .optionsGroup("Output:")
    .option("--name <name>", "name of the model (default: that of the input)")
    .option("--labels <file>", "write labels there instead of to standard output")
    .option("--snapshots <file>", "write published mixtures there, as NDJSON")
    .option("--dead-letters <file>", "write records that cannot be read there, as NDJSON")
    .option("--json", "with --labels: print the summary as JSON to standard output")
    .addHelpText(
      "after",
      examples(
        ["three components from a pipe, labels as they come", "tail -f points.ndjson | mixtide run -i - -k 3"],
        [
          "a configuration over a file, with everything kept",
          "mixtide run config/pipeline.yaml -i data.csv --labels labels.ndjson --snapshots snapshots.ndjson",
        ],
        ["follow a stream that changes", "mixtide run -i data.csv -k 5 --half-life 10000 > labels.ndjson"],
      ),
    );
  return command.action((config: string | undefined, options: RunOptions) => run(config, options, context));
}

async function run(path: string | undefined, options: RunOptions, context: Context): Promise<void> {
  const { messages, out, signal } = context;
  const { input: file } = options;
  if (file === undefined)
    throw new UsageError(
      "--input is missing",
      "Reading from a Kafka topic is not part of this version: give a file of points, or - for standard input.",
    );
  if (options.json && options.labels === undefined)
    throw new UsageError("--json needs --labels", "Otherwise labels and summary would mix on standard output.");
  const input = await interruptible(openInput(file, inputOptionsOf(file, options, context)), signal);
  const results = await learn(path, input, options, context);
  const { summary } = results;
  messages.clear();
  if (options.json) await out.json({ input: file, ...summary, interrupted: signal.aborted });
  messages.line(summaryText(input.topic, summary));
  if (signal.aborted) throw new Interrupted(`interrupted: what was read until then is labelled`);
  if (summary.points === 0) throw new CliError(`${file}: no record could be read as a point`);
}

async function learn(
  path: string | undefined,
  input: InputFile,
  options: RunOptions,
  context: Context,
): Promise<RunResults> {
  const { env, signal } = context;
  const [sample, records] = await peek(untilAborted(input.records, signal));
  const configure = () => embeddedConfig(path, input, sample, options, env);
  const loaded = await orSuggest(configure, options.input ?? "", options, context);
  const { config } = loaded;
  const cluster = new MemoryCluster();
  const results = new RunResults(options, context);
  const parts = assemble(config);
  const settings = { ...parts.settings, commit: commitOf(loaded) };
  const produce = cluster.produce.bind(cluster);
  const broker = cluster.connect({ clientId: config.app });
  try {
    await runEmbedded({ ...parts, settings, input: input.topic, broker, records, produce, signal }, (output) =>
      results.take(output),
    );
  } finally {
    await broker.close();
    await results.close();
  }
  return results;
}

/** A run without a broker commits as often as it likes, unless it was told otherwise. */
function commitOf({ config, provenance }: LoadedConfig): Partial<Config["commit"]> {
  const { interval, ...limits } = config.commit;
  return provenance.get("commit.interval")?.from === "default" ? limits : { interval, ...limits };
}

/** The first piece of a stream, and the whole of it. */
async function peek(
  pieces: AsyncIterable<readonly RawRecord[]>,
): Promise<[readonly RawRecord[], AsyncIterable<readonly RawRecord[]>]> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  const all = async function* () {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  };
  return [first.done ? [] : first.value, all()];
}

function summaryText(name: string, { points, labels, version, logLikelihood, seconds }: RunSummary): string {
  const mean = logLikelihood.mean === null ? "" : `, ${nats(logLikelihood.mean)} nats a point before learning it`;
  const learned = `${plural(points, "point")} in ${seconds.toFixed(1)} s, ${plural(labels, "label")}`;
  const end = version === 0 ? " (the input ended within the warm-up: all of it was fitted at once)" : "";
  return `${name}: ${learned}, mixture version ${grouped(version)}${mean}${end}`;
}
