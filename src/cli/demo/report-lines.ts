import { modelLines } from "../show/model-lines.js";
import { grouped, nats, plural, significant } from "../terminal/numbers.js";
import type { Style } from "../terminal/style.js";
import { table } from "../terminal/table.js";
import type { FaithfulOutcome } from "./fit-faithful.js";
import type { ShuttleOutcome } from "./shuttle.js";

/** The outcome of the demo's first half, for people. */
export function faithfulLines(outcome: FaithfulOutcome, style: Style, width: number): string[] {
  const { iterations, logLikelihood } = outcome.record;
  return [
    style("bold", "1. Old Faithful: a mixture fitted to a file (batch EM)"),
    "",
    ...modelLines(outcome, style, width),
    "",
    "Two kinds of eruption: after a short one the next comes within the hour, after a long one it takes longer.",
    `The stream, which saw each eruption once, came to ${nats(outcome.streamed)} nats a point; batch EM, after ${iterations} passes`,
    `over all of them, to ${nats(logLikelihood.mean)}.`,
    "",
  ];
}

/** The outcome of its second half. */
export function shuttleLines(outcome: ShuttleOutcome, style: Style): string[] {
  const { anomalous, batch, labels, logLikelihood, points, ranking, seconds, warmup } = outcome;
  const { prequential, final } = logLikelihood;
  const rate = `${grouped(points / seconds)} points/s`;
  const columns = [
    { title: "mean log-likelihood after the warm-up, nats a point", align: "left" as const },
    { title: "" },
  ];
  const rows = [
    ["streamed once, each point before it was learned", nats(prequential, 2)],
    ["the mixture the stream ended with", nats(final, 2)],
    [
      `batch EM, ${batch.iterations} times over all points (${batch.seconds.toFixed(1)} s)`,
      nats(logLikelihood.batch, 2),
    ],
  ];
  const count = anomalous.filter(Boolean).length;
  return [
    style("bold", "2. NASA shuttle: a mixture learned from a stream (stepwise EM), on the production pipeline"),
    "",
    `${grouped(points)} points in ${seconds.toFixed(1)} s (${rate}), ${plural(labels.length, "soft label")}; the first ${grouped(warmup)} warmed up.`,
    "",
    ...table(columns, rows, style),
    "",
    `${grouped(count)} of the ${grouped(anomalous.length)} points after the warm-up are anomalies. The model never saw which, yet its score`,
    `puts an anomaly above a normal point ${significant(100 * ranking.auc, 4)} % of the time (AUC ${significant(ranking.auc, 3)}, average precision ${significant(ranking.averagePrecision, 3)}).`,
    "",
  ];
}
