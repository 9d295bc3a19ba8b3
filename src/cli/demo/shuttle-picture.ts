import { svg } from "../../plot/figure.js";
import { linePlot } from "../../plot/line-plot.js";
import { panels } from "../../plot/panels.js";
import { rocPlot } from "../../plot/roc-plot.js";
import { scorePlot } from "../../plot/score-plot.js";
import { significant } from "../terminal/numbers.js";
import type { ShuttleOutcome } from "./shuttle.js";

/** Points over which the running mean of the log-likelihood reaches. */
const WINDOW = 1000;

/** That of the ROC curve beside them. */
const HEIGHT = 480;

/** The picture of the stream as an SVG document: how well it was foretold, the scores, and what they are worth. */
export function shuttlePicture({ anomalous, labels, logLikelihood, ranking, warmup }: ShuttleOutcome): string {
  const scored = labels.slice(warmup);
  const running = runningMeans(scored.map(({ logDensity }) => logDensity));
  const foretold = linePlot({
    series: [{ name: `mean of ${WINDOW} points`, x: running.map((_, i) => warmup + (i + 1) * WINDOW), y: running }],
    references: [{ y: logLikelihood.batch, label: "batch EM" }],
    xLabel: "points",
    yLabel: "log-likelihood (nats a point)",
    title: "How well each point was foretold",
    height: HEIGHT,
  });
  const scores = scorePlot({
    scores: scored.map(({ anomaly }) => anomaly.score),
    anomalous,
    anomalousLabel: "anomalies (not Rad.Flow)",
    first: warmup,
    title: "Anomaly scores",
    height: HEIGHT,
    subtitle: "The classes were never shown to the model.",
  });
  const { auc, averagePrecision, curve } = ranking;
  const roc = rocPlot({
    curves: [{ name: "mass depth", curve, auc }],
    title: "Anomalies found against false alarms",
    subtitle: `average precision ${significant(averagePrecision, 3)}`,
  });
  return svg(panels([foretold, scores, roc], { title: "NASA shuttle, learned in one pass" }));
}

function runningMeans(values: readonly number[]): number[] {
  const windows = Math.floor(values.length / WINDOW);
  return Array.from({ length: windows }, (_, i) => {
    const window = values.slice(i * WINDOW, (i + 1) * WINDOW);
    return window.reduce((sum, value) => sum + value, 0) / WINDOW;
  });
}
