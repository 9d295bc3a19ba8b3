import { setImmediate as nextTurn } from "node:timers/promises";
import type { Command } from "commander";
import type { FileFormat } from "../../files/file-format.js";
import { openInput } from "../../files/open-input.js";
import { PointLayout } from "../../format/point-layout.js";
import type { MissingPolicy } from "../../format/settings.js";
import type { Context } from "../context.js";
import { DeadLetters } from "../dead-letters.js";
import { CliError, Interrupted, UsageError } from "../errors.js";
import { interruptible, untilAborted } from "../interruptible.js";
import { linesOf } from "../lines-of.js";
import { readModel } from "../model-file.js";
import { examples, newCommand } from "../new-command.js";
import { delimiterOption, formatOption, inputOptionsOf, missingOption } from "../options/points-options.js";
import { whole } from "../options/values.js";
import { PointReader } from "../point-reader.js";
import { Scoring } from "../scoring.js";
import { grouped, plural } from "../terminal/numbers.js";

interface ScoreOptions {
  readonly model?: string;
  readonly id?: string;
  readonly timestamp?: string;
  readonly format?: FileFormat;
  readonly delimiter?: string;
  readonly columns?: number;
  readonly missing?: MissingPolicy;
  readonly deadLetters?: string;
}

export function scoreCommand(context: Context): Command {
  return newCommand("score", "Label points with a mixture that was fitted or learned before.", context)
    .argument("<file>", "CSV, NDJSON, JSON or packed points, also gzipped; - reads standard input")
    .option("-m, --model <model.json>", "a model of `mixtide fit`, or snapshots of `mixtide run` (the last counts)")
    .option("--id <column>", "copy this column into the labels as id")
    .option("--timestamp <column>", "copy this column into the labels as timestamp")
    .addOption(formatOption())
    .addOption(missingOption())
    .addOption(delimiterOption())
    .option("--columns <number>", "how many columns packed rows have (default: the model's)", whole(1))
    .option("--dead-letters <file>", "write records that cannot be read there, as NDJSON")
    .addHelpText(
      "after",
      examples(
        ["labels of new points, one JSON object a line", "mixtide score new.csv --model model.json > labels.ndjson"],
        [
          "the ten strangest points",
          "mixtide score new.csv -m model.json | jq -s 'sort_by(-.anomaly.score)[:10][]' -c",
        ],
      ),
    )
    .action((file: string, options: ScoreOptions) => score(file, options, context));
}

async function score(file: string, options: ScoreOptions, context: Context): Promise<void> {
  if (options.model === undefined)
    throw new UsageError("--model is missing", "Make one with `mixtide fit … --output model.json`.");
  if (options.model === "-" && file === "-") throw new UsageError("standard input cannot be both points and model");
  const { signal, messages, out } = context;
  const model = await readModel(options.model, context);
  const { id, timestamp, columns = model.features.specs.length } = options;
  const opening = openInput(file, { ...inputOptionsOf(file, { ...options, columns: [] }, context), columns });
  const input = await interruptible(opening, signal);
  const layout = new PointLayout({ columns: input.columns, features: model.features.specs, id, timestamp });
  const reader = new PointReader(input, layout, options.missing);
  const scoring = new Scoring(model);
  const letters = new DeadLetters(options.deadLetters);
  let points = 0;
  try {
    for await (const records of untilAborted(input.records, signal)) {
      const batch = reader.batch();
      await letters.add(reader.read(records, batch));
      await out.write(linesOf(scoring.label(batch)));
      points += batch.count;
      messages.progress(`${grouped(points)} points labelled`);
      await nextTurn();
    }
  } finally {
    await letters.close(messages);
  }
  if (signal.aborted) throw new Interrupted(`interrupted after ${plural(points, "point")}`);
  if (points === 0) throw new CliError(`${file}: no record could be read as a point`);
}
