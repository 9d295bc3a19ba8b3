import type { Figure } from "../../plot/figure.js";
import { linePlot } from "../../plot/line-plot.js";
import { scorePlot } from "../../plot/score-plot.js";
import type { LabelColumns } from "./read-labels.js";
import { thresholdsOf } from "./thresholds.js";

const HEIGHT = 480;
/** So many means tell a curve. */
const MEANS = 200;

/** A stream by its labels: anomaly scores with what was flagged, and how well its points were foretold. */
export function labelsFigures(labels: LabelColumns, name: string): Figure[] {
  return [scoresFigure(labels, name), foretoldFigure(labels)];
}

/** @param name of what the scores are of. */
export function scoresFigure(labels: LabelColumns, name: string): Figure {
  const { scores, flagged } = labels;
  const anyFlagged = flagged.includes(true);
  return scorePlot({
    scores,
    ...(anyFlagged ? { anomalous: flagged, anomalousLabel: "flagged", thresholds: thresholdsOf(scores, flagged) } : {}),
    marks: marksOf(labels),
    title: `Anomaly scores of ${name}`,
    height: HEIGHT,
  });
}

function foretoldFigure(labels: LabelColumns): Figure {
  const { x, y, size } = meansOf(labels.logDensity);
  return linePlot({
    series: [{ name: "log-likelihood", x, y }],
    marks: marksOf(labels),
    xLabel: "points",
    yLabel: "log-likelihood (nats a point)",
    title: "Log-likelihood of the points",
    subtitle: size > 1 ? `means of ${size} points` : undefined,
    height: HEIGHT,
  });
}

const marksOf = ({ warmup }: LabelColumns) => (warmup > 0 ? [{ x: warmup, label: "end of warm-up" }] : []);

/** Means over equal stretches, each at its end; a last stretch that is short is left out. */
function meansOf(values: readonly number[]): { x: number[]; y: number[]; size: number } {
  const size = Math.max(1, Math.ceil(values.length / MEANS));
  const count = Math.floor(values.length / size);
  const y = Array.from({ length: count }, (_, s) => {
    const stretch = values.slice(s * size, (s + 1) * size);
    return stretch.reduce((sum, value) => sum + value, 0) / size;
  });
  return { x: y.map((_, s) => (s + 1) * size), y, size };
}
