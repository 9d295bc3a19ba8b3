import type { Figure } from "./figure.js";
import { colourOf } from "./palette.js";
import { lotsLine, shareFrame, shareLine } from "./share-frame.js";

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
  const area = shareFrame(
    { width, height },
    { title, subtitle: options.subtitle },
    { xLabel: "share of false alarms", yLabel: "share of anomalies found" },
    named.map((label, i) => ({ label, mark: "line", colour: colourOf(i) })),
  );
  const lines = curves.map(({ curve }, i) =>
    shareLine(
      curve.map(({ falsePositives, truePositives }) => [falsePositives, truePositives]),
      colourOf(i),
      area,
    ),
  );
  const description = `Receiver operating characteristic; ${named.join("; ")}.`;
  return { width, height, title, description, content: area.wrap(lotsLine(0, 1, area) + lines.join("")) };
}
