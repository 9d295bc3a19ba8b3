import { join } from "node:path";
import type { Command } from "commander";
import type { Context } from "../context.js";
import { type FaithfulOutcome, runFaithful } from "../demo/faithful.js";
import { faithfulLines, shuttleLines } from "../demo/report-lines.js";
import { runShuttle, type ShuttleOutcome } from "../demo/shuttle.js";
import { shuttlePicture } from "../demo/shuttle-picture.js";
import { examples, newCommand } from "../new-command.js";
import { seed } from "../options/values.js";
import { writeWhole } from "../write-file.js";

interface DemoOptions {
  readonly output: string;
  readonly seed: number;
  readonly json?: true;
}

export function demoCommand(context: Context): Command {
  return newCommand(
    "demo",
    "Fit one real data set, stream another, and draw both. Needs no broker, ends by itself.",
    context,
  )
    .option("-o, --output <folder>", "where the pictures go", "mixtide-demo")
    .option("--seed <number>", "same seed, same result", seed, 1)
    .option("--json", "print the figures as one JSON object")
    .addHelpText("after", examples(["ten seconds", "mixtide demo"]))
    .action((options: DemoOptions) => demo(options, context));
}

async function demo(options: DemoOptions, context: Context): Promise<void> {
  const { out, style, width } = context;
  const pictures = ["faithful.svg", "shuttle.svg"].map((name) => join(options.output, name));
  const [faithfulPath = "", shuttlePath = ""] = pictures;
  const faithful = await runFaithful(options.seed, context);
  await writeWhole(faithfulPath, `${faithful.picture}\n`);
  if (!options.json) await out.line(faithfulLines(faithful, style, width).join("\n"));
  const shuttle = await runShuttle(options.seed, context);
  await writeWhole(shuttlePath, `${shuttlePicture(shuttle)}\n`);
  if (options.json) return await out.json(figuresOf(faithful, shuttle, pictures));
  await out.line([...shuttleLines(shuttle, style), ...nextLines(faithfulPath, shuttlePath)].join("\n"));
}

function figuresOf({ record }: FaithfulOutcome, shuttle: ShuttleOutcome, pictures: readonly string[]) {
  const { anomalous, batch, labels, logLikelihood, points, ranking, seconds, warmup } = shuttle;
  const { auc, averagePrecision } = ranking;
  return {
    faithful: record,
    shuttle: {
      points,
      warmup,
      labels: labels.length,
      anomalies: anomalous.filter(Boolean).length,
      logLikelihood,
      auc,
      averagePrecision,
      seconds,
      batch: { iterations: batch.iterations, seconds: batch.seconds },
    },
    pictures,
  };
}

function nextLines(faithful: string, shuttle: string): string[] {
  return [
    "Pictures:",
    `  ${faithful}  points coloured by how much they belong to each component; rings hold 39, 86 and 95 % of it`,
    `  ${shuttle}   log-likelihood and anomaly scores over the stream, anomalies found against false alarms`,
    "",
    "Next, with data of your own:",
    "  mixtide fit points.csv --components 1..6 --plot fit.svg",
    "  mixtide run --input points.csv --components 5 > labels.ndjson",
    "  mixtide init",
  ];
}
