import type { Evaluation } from "../../evaluation/evaluate.js";
import type { Ranking } from "../../evaluation/ranking.js";
import { grouped, nats, plural } from "../terminal/numbers.js";
import type { Style } from "../terminal/style.js";
import { table } from "../terminal/table.js";

const COLUMNS = [
  { title: "score", align: "left" },
  { title: "AUC" },
  { title: "average precision" },
  { title: "what it is", align: "left" },
] as const;

/** An evaluation for people: figures, and what each means. */
export function evaluationLines(
  { anomalies, baselines, meanLogLikelihood, points, score, warmup }: Evaluation,
  style: Style,
): string[] {
  const share = anomalies / points;
  const rowOf = (name: string, { auc, averagePrecision }: Omit<Ranking, "curve">, what: string): string[] => [
    name,
    auc.toFixed(4),
    averagePrecision.toFixed(4),
    what,
  ];
  const rows = [
    rowOf("mixtide", score, "the learner's anomaly score"),
    rowOf("plain", baselines.plain, "−log density under the same mixture"),
    rowOf("floor", baselines.floor, "−log density against heavy components, mean over K = 1, 2, 5, 10"),
    rowOf("k1", baselines.k1, "−log density under a single component"),
    rowOf("guessing", { auc: 0.5, averagePrecision: share }, "what a score that knows nothing gets"),
  ];
  return [
    `${plural(points, "point")} scored, each before it was learned, after ${grouped(warmup)} that warmed up; ` +
      `${grouped(anomalies)} of them (${(100 * share).toFixed(2)} %) are anomalies.`,
    "",
    ...table(COLUMNS, rows, style),
    "",
    "AUC                  how often an anomaly scores above a normal point, ties counting half",
    "average precision    share of anomalies among the points above a threshold, averaged over the anomalies",
    `mean log-likelihood  ${nats(meanLogLikelihood)} nats a point: how well each point was foretold`,
  ];
}

/** The same for programs. */
export function evaluationRecord({ baselines, meanLogLikelihood, points, score }: Evaluation) {
  return {
    ...figures(score),
    points,
    mean_log_likelihood: meanLogLikelihood,
    baselines: { plain: figures(baselines.plain), floor: figures(baselines.floor), k1: figures(baselines.k1) },
  };
}

function figures({ auc, averagePrecision }: Ranking) {
  return { auc, average_precision: averagePrecision };
}
