import type { Command } from "commander";
import { type Evaluation, evaluate } from "../../evaluation/evaluate.js";
import type { LabelledPoints } from "../../evaluation/labelled-points.js";
import { mapSteps } from "../../evaluation/map-steps.js";
import type { Context } from "../context.js";
import { CliError, UsageError } from "../errors.js";
import { evaluationLines, evaluationRecord } from "../evaluate/evaluation-lines.js";
import { type LabelOptions, readLabelled } from "../evaluate/read-labelled.js";
import { examples, newCommand } from "../new-command.js";
import { delimiterOption, missingOption } from "../options/points-options.js";
import { names, seed, whole } from "../options/values.js";
import { drive } from "../slices.js";
import { progressBar } from "../terminal/progress-bar.js";

interface EvaluateOptions extends Partial<LabelOptions> {
  readonly components?: number;
  readonly json?: true;
}

export function evaluateCommand(context: Context): Command {
  return newCommand(
    "evaluate",
    "Judge anomaly scores on points whose anomalies are known: one pass, each point scored before it is learned.",
    context,
  )
    .argument("<file>", "CSV, also gzipped; - reads standard input")
    .optionsGroup("Points:")
    .option("--columns <names>", "use only these columns", names)
    .option("--ignore <names>", "use all columns but these", names)
    .addOption(delimiterOption())
    .addOption(missingOption())
    .optionsGroup("Anomalies:")
    .option("--label <column>", "column that tells what each point is; never a feature")
    .option("--positive <values>", "its values that are anomalies, separated by commas", names)
    .option("--drop <values>", "its values whose rows are left out, separated by commas", names)
    .option("--shuffle <seed>", "put the rows in a random order first; same seed, same order", seed)
    .optionsGroup("Model:")
    .option("-k, --components <number>", "how many components (default: 10)", whole(1))
    .optionsGroup("Output:")
    .option("--json", "print the figures as one JSON object instead of a table")
    .addHelpText(
      "after",
      examples(
        [
          "soil types that are rare, in a random order",
          "mixtide evaluate satellite.csv.gz --label class --positive 'cotton crop,damp grey soil' --shuffle 1",
        ],
        [
          "one class is too frequent to be an anomaly",
          "mixtide evaluate shuttle.csv.gz --label class --positive Bypass,Fpv.Open --drop High --json",
        ],
      ),
    )
    .action((file: string, options: EvaluateOptions) => evaluateFile(file, options, context));
}

async function evaluateFile(file: string, options: EvaluateOptions, context: Context): Promise<void> {
  const points = await readLabelled(file, checkOptions(options), context);
  const evaluation = await judge(file, points, options, context);
  context.messages.clear();
  if (options.json) await context.out.json(evaluationRecord(evaluation));
  else await context.out.line(evaluationLines(evaluation, context.style).join("\n"));
}

/** @throws UsageError when it is not said what an anomaly is, or two things at once are said. */
function checkOptions({ label, positive, ...options }: EvaluateOptions): LabelOptions {
  if (label === undefined)
    throw new UsageError("--label is missing", "Which column tells what each point is? Its values are never learned.");
  if (positive === undefined)
    throw new UsageError("--positive is missing", `Which values of ${label} are anomalies? Name them: --positive A,B.`);
  const both = positive.find((value) => options.drop?.includes(value));
  if (both !== undefined) throw new UsageError(`${JSON.stringify(both)} cannot be both --positive and --drop`);
  return { ...options, label, positive };
}

async function judge(
  file: string,
  labelled: LabelledPoints,
  { components }: EvaluateOptions,
  context: Context,
): Promise<Evaluation> {
  const steps = evaluate(labelled, components === undefined ? {} : { components });
  const show = (share: number): undefined => {
    context.messages.progress(`${progressBar(share)}  learning`);
  };
  try {
    return await drive(mapSteps(steps, show), context);
  } catch (error) {
    throw error instanceof RangeError ? new CliError(`${file}: ${error.message}`, { cause: error }) : error;
  }
}
