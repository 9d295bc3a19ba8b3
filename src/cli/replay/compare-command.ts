import type { Command } from "commander";
import { loadConfig } from "../../config/load-config.js";
import { type Comparison, compareLabels } from "../../pipeline/replay/compare-labels.js";
import { svg } from "../../plot/figure.js";
import type { Context } from "../context.js";
import { CliError, UsageError } from "../errors.js";
import { interruptible } from "../interruptible.js";
import { withCluster } from "../kafka/with-cluster.js";
import type { Model } from "../model-file.js";
import { examples, newCommand } from "../new-command.js";
import { progressBar } from "../terminal/progress-bar.js";
import { writeWhole } from "../write-file.js";
import { counterparts } from "./compare-models.js";
import { comparisonFigure } from "./comparison-figure.js";
import { comparisonLines } from "./comparison-lines.js";
import { newestModel } from "./newest-model.js";

interface CompareOptions {
  readonly app?: string;
  readonly output?: string;
  readonly json?: true;
}

export function compareCommand(context: Context): Command {
  return newCommand("compare", "How well a replay foretold the points that the live app labelled, and how.", context)
    .summary("how well a replay foretold the same points")
    .argument("<config>", "YAML file of the live app")
    .option("--app <name>", "name of the replay")
    .option("-o, --output <file.svg>", "draw both log-likelihoods over time there")
    .option("--json", "print it as JSON")
    .addHelpText(
      "after",
      "\nLabels are joined by source position. Each log density was written before its point was\n" +
        "learned, so that the means are honest forecasts; warm-up points are left out.\n" +
        examples(["with a picture", "mixtide replay compare config/pipeline.yaml --app new -o new.svg"]),
    )
    .action((path: string, options: CompareOptions) => compare(path, options, context));
}

async function compare(path: string, { app, json, output }: CompareOptions, context: Context): Promise<void> {
  if (app === undefined)
    throw new UsageError("--app is missing", "Which replay? `mixtide replay --app NAME` makes one.");
  const loaded = loadConfig({ path, environment: context.env });
  const { app: live, source } = loaded.config;
  const { messages, out, signal, style, width } = context;
  await withCluster(loaded, context, async ({ broker }) => {
    const a = await newestModel(broker, live, source.topic);
    const b = await newestModel(broker, app, source.topic);
    if (a.features.fingerprint !== b.features.fingerprint) throw otherFeatures(a, b);
    const progress = (share: number): void => messages.progress(`comparing labels ${progressBar(share)}`);
    const work = compareLabels({ broker, input: source.topic, a: live, b: app, progress });
    const compared = await interruptible(work, signal);
    messages.clear();
    if (output !== undefined) await writeWhole(output, `${svg(comparisonFigure(compared, live, app))}\n`);
    if (json) return await out.json(asJson(compared, a, b));
    if (compared.points === 0)
      throw new CliError(`${live} and ${app} have labelled no point in common outside of their warm-ups`, {
        remedy: "Replay a span that the live app has labelled.",
      });
    await out.line(comparisonLines(compared, a, b, style, width).join("\n"));
  });
}

function otherFeatures(a: Model, b: Model): CliError {
  return new CliError("the two apps look at different features: their densities cannot be compared", {
    remedy: `One has ${a.features.names.join(", ")}, the other ${b.features.names.join(", ")}.`,
  });
}

/** Means instead of sums, and null where there is no number. */
function asJson({ points, mean, warmup, only, buckets }: Comparison, a: Model, b: Model) {
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const about = ({ record }: Model, logLikelihood: number, alone: number) => ({
    app: record.model,
    version: record.version,
    learned: record.points,
    components: record.components.length,
    covarianceType: record.covarianceType,
    logLikelihood: known(logLikelihood),
    only: alone,
  });
  return {
    points,
    warmup,
    a: about(a, mean.a, only.a),
    b: about(b, mean.b, only.b),
    difference: known(mean.b - mean.a),
    components: counterparts(a.mixture, b.mixture),
    overTime: buckets.map((bucket) => ({ ...bucket, a: bucket.a / bucket.points, b: bucket.b / bucket.points })),
  };
}
