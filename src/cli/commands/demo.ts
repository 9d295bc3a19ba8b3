import { join } from "node:path";
import type { Command } from "commander";
import type { Context } from "../context.js";
import type { FaithfulOutcome } from "../demo/fit-faithful.js";
import type { ShuttleOutcome } from "../demo/shuttle.js";
import { examples, newCommand } from "../new-command.js";
import { port, seed } from "../options/values.js";
import { writeWhole } from "../write-file.js";

interface DemoOptions {
  readonly output: string;
  readonly seed: number;
  readonly json?: true;
  readonly serve?: number | true;
}

export function demoCommand(context: Context): Command {
  return newCommand(
    "demo",
    "Stream two real data sets, fit them, and draw both. Needs no broker, ends by itself.",
    context,
  )
    .option("-o, --output <folder>", "where the pictures go", "mixtide-demo")
    .option("--seed <number>", "same seed, same result", seed, 1)
    .option("--json", "print the figures as one JSON object")
    .option("--serve [port]", "show a stream live in a browser instead, until Ctrl-C", port)
    .addHelpText("after", examples(["ten seconds", "mixtide demo"], ["live, in a browser", "mixtide demo --serve"]))
    .action((options: DemoOptions) => demo(options, context));
}

async function demo(options: DemoOptions, context: Context): Promise<void> {
  if (options.serve !== undefined) return await served(options.serve, options.seed, context);
  const [faithfulPath, shuttlePath] = [join(options.output, "faithful.svg"), join(options.output, "shuttle.svg")];
  const faithful = await faithfulHalf(faithfulPath, options, context);
  const shuttle = await shuttleHalf(shuttlePath, options, context);
  if (options.json) return await context.out.json(figuresOf(faithful, shuttle, [faithfulPath, shuttlePath]));
  await context.out.line(nextLines(faithfulPath, shuttlePath).join("\n"));
}

async function served(port: number | true, seed: number, context: Context): Promise<void> {
  const { serveGeyser } = await import("../demo/serve-geyser.js");
  await serveGeyser(port, seed, context);
}

/** Loads what draws and compares only when the first labels stand on the terminal. */
async function faithfulHalf(path: string, { json, seed }: DemoOptions, context: Context): Promise<FaithfulOutcome> {
  const { streamFaithful } = await import("../demo/stream-faithful.js");
  const streamed = await streamFaithful(seed, context);
  const { fitFaithful } = await import("../demo/fit-faithful.js");
  const outcome = await fitFaithful(streamed, seed, context);
  await writeWhole(path, `${outcome.picture}\n`);
  const { faithfulLines } = await import("../demo/report-lines.js");
  if (!json) await context.out.line(faithfulLines(outcome, context.style, context.width).join("\n"));
  return outcome;
}

async function shuttleHalf(path: string, { json, seed }: DemoOptions, context: Context): Promise<ShuttleOutcome> {
  const { runShuttle } = await import("../demo/shuttle.js");
  const outcome = await runShuttle(seed, context);
  const { shuttlePicture } = await import("../demo/shuttle-picture.js");
  await writeWhole(path, `${shuttlePicture(outcome)}\n`);
  const { shuttleLines } = await import("../demo/report-lines.js");
  if (!json) await context.out.line(shuttleLines(outcome, context.style).join("\n"));
  return outcome;
}

function figuresOf(faithful: FaithfulOutcome, shuttle: ShuttleOutcome, pictures: readonly string[]) {
  const { anomalous, batch, labels, logLikelihood, points, ranking, seconds, warmup } = shuttle;
  const { auc, averagePrecision } = ranking;
  return {
    faithful: faithful.record,
    faithfulStreamed: { logLikelihood: faithful.streamed },
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
