import type { Command } from "commander";
import { COVARIANCE_TYPES } from "../../mixture/covariance/covariance-type.js";
import type { Context } from "../context.js";
import { UsageError } from "../errors.js";
import { examples, newCommand } from "../new-command.js";
import { addModelOptions } from "../options/model-options.js";
import { addPointsOptions } from "../options/points-options.js";
import { nonNegative, oneOf, port, whole } from "../options/values.js";
import type { RunOptions } from "../run/run-options.js";
import { SERVE_HELP } from "../serve/usual-port.js";

export function runCommand(context: Context): Command {
  const command = newCommand("run", "Learn from a stream of points and label each one on the way.", context)
    .argument("[config]", "YAML file, see `mixtide init`; with --input, flags can say everything instead")
    .option("--dry-run", "read the first records, say what would be written where, and write nothing")
    .option("--serve [port]", SERVE_HELP, port)
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
    .optionsGroup("Output, with --input:")
    .option("--name <name>", "name of the model (default: that of the configuration or the input)")
    .option("--labels <file>", "write labels there instead of to standard output")
    .option("--alerts <file>", "write alerts on unusual points and drift there, as NDJSON")
    .option("--snapshots <file>", "write published mixtures there, as NDJSON")
    .option("--dead-letters <file>", "write records that cannot be read there, as NDJSON")
    .option("--json", "with --labels: print the summary as JSON to standard output; with --dry-run: its report")
    .addHelpText(
      "after",
      examples(
        ["learn from a Kafka topic until Ctrl-C; a second process stands by", "mixtide run config/pipeline.yaml"],
        ["see first what that would do", "mixtide run config/pipeline.yaml --dry-run"],
        ["three components from a pipe, labels as they come", "tail -f points.ndjson | mixtide run -i - -k 3"],
        [
          "a configuration over a file, with everything kept",
          "mixtide run config/pipeline.yaml -i data.csv --labels labels.ndjson --snapshots snapshots.ndjson",
        ],
        ["follow a stream that changes", "mixtide run -i data.csv -k 5 --half-life 10000 > labels.ndjson"],
        ["look at it in a browser", "tail -f points.ndjson | mixtide run -i - -k 3 --serve > labels.ndjson"],
      ),
    );
  return command.action((config: string | undefined, options: RunOptions) => run(config, options, context));
}

async function run(path: string | undefined, options: RunOptions, context: Context): Promise<void> {
  const { input } = options;
  if (input !== undefined) {
    const { runOverFile } = await import("../run/run-over-file.js");
    return await runOverFile(path, input, options, context);
  }
  if (path === undefined)
    throw new UsageError(
      "there is nothing to read",
      "Give a configuration that names a topic, see `mixtide init`, or a file of points with --input.",
    );
  const { runOnKafka } = await import("../run/run-on-kafka.js");
  await runOnKafka(path, options, context);
}
