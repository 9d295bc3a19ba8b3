import type { Figure } from "./figure.js";
import { frame } from "./frame.js";
import { element, polyline } from "./markup.js";
import { colourOf } from "./palette.js";
import { decimate } from "./thin.js";

export interface PrecisionRecallPlotOptions {
  /** One entry a threshold, from the highest on; recall rises. */
  readonly curve: readonly { readonly recall: number; readonly precision: number }[];
  readonly name: string;
  /** The area below the steps. */
  readonly averagePrecision: number;
  /** Share of anomalies among all points: the precision of drawing lots. */
  readonly share: number;
  readonly title?: string | undefined;
  readonly subtitle?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/**
 * How many of the points above a threshold are anomalies, and how many of all anomalies are among them. Drawn in steps:
 * the area below them is the average precision, which straight lines would overstate (Davis & Goadrich 2006).
 *
 * @example
 * svg(precisionRecallPlot({ name: "mass depth", curve, averagePrecision: 0.91, share: 0.07 }));
 */
export function precisionRecallPlot(options: PrecisionRecallPlotOptions): Figure {
  const { curve, name, averagePrecision, share, width = 420, height = 480 } = options;
  const title = options.title ?? "Precision against recall";
  const named = `${name}: average precision ${averagePrecision.toFixed(3)}`;
  const colour = colourOf(0);
  const { x, y, wrap } = frame({
    ...options,
    width,
    height,
    title,
    x: [-0.02, 1.02],
    y: [-0.02, 1.02],
    xLabel: "recall: share of anomalies found",
    yLabel: "precision: share of anomalies among them",
    legend: [{ label: named, mark: "line", colour }],
  });
  const steps = curve.flatMap(({ recall, precision }, i) => [
    { recall: curve[i - 1]?.recall ?? 0, precision },
    { recall, precision },
  ]);
  const kept = decimate(
    steps.map(({ precision }) => precision),
    (i) => x.at(steps[i]!.recall),
  );
  const d = polyline([kept.map((i) => [x.at(steps[i]!.recall), y.at(steps[i]!.precision)] as const)]);
  const line = element("path", { class: "line", stroke: colour, "stroke-width": 2.2, d });
  const ends = { x1: x.at(0), x2: x.at(1), y1: y.at(share), y2: y.at(share) };
  const lots = element("line", { class: "softly", ...ends, "stroke-width": 1.5, "stroke-dasharray": "6 4" });
  const description = `Precision over recall; ${named}; drawing lots would have a precision of ${share.toFixed(3)}.`;
  return { width, height, title, description, content: wrap(lots + line) };
}
