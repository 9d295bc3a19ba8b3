import type { Figure } from "./figure.js";
import { type Frame, frame } from "./frame.js";
import { element, polyline } from "./markup.js";
import { colourOf } from "./palette.js";
import { decimate } from "./thin.js";

/** A receiver operating characteristic, from (0, 0) to (1, 1). */
export interface RocCurve {
  readonly name: string;
  /** Rates, both rising. */
  readonly curve: readonly { readonly falsePositives: number; readonly truePositives: number }[];
  /** Area under it, shown with the name. */
  readonly auc?: number | undefined;
}

export interface RocPlotOptions {
  readonly curves: readonly RocCurve[];
  readonly title?: string | undefined;
  readonly subtitle?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/**
 * How many anomalies are found at the price of how many false alarms, over all thresholds.
 *
 * @example
 * svg(rocPlot({ curves: [{ name: "mass depth", curve, auc: 0.98 }] }));
 */
export function rocPlot(options: RocPlotOptions): Figure {
  const { curves, width = 420, height = 480 } = options;
  const title = options.title ?? "Anomalies found against false alarms";
  const named = curves.map(({ name, auc }) => (auc === undefined ? name : `${name}: AUC ${auc.toFixed(3)}`));
  const area = frame({
    ...options,
    width,
    height,
    title,
    x: [-0.02, 1.02],
    y: [-0.02, 1.02],
    xLabel: "share of false alarms",
    yLabel: "share of anomalies found",
    legend: named.map((label, i) => ({ label, mark: "line", colour: colourOf(i) })),
  });
  const lines = curves.map(({ curve }, i) => draw(curve, colourOf(i), area));
  const description = `Receiver operating characteristic; ${named.join("; ")}.`;
  return { width, height, title, description, content: area.wrap(chance(area) + lines.join("")) };
}

function draw(curve: RocCurve["curve"], colour: string, { x, y }: Frame): string {
  const found = Float64Array.from(curve, ({ truePositives }) => truePositives);
  const kept = decimate(found, (i) => x.at(curve[i]!.falsePositives));
  const pixels = kept.map((i) => [x.at(curve[i]!.falsePositives), y.at(found[i]!)] as const);
  return element("path", { class: "line", stroke: colour, "stroke-width": 2.2, d: polyline([pixels]) });
}

/** What drawing lots would reach. */
function chance({ x, y }: Frame): string {
  const ends = { x1: x.at(0), y1: y.at(0), x2: x.at(1), y2: y.at(1) };
  return element("line", { class: "softly", ...ends, "stroke-width": 1.5, "stroke-dasharray": "6 4" });
}
