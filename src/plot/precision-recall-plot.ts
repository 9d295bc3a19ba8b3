import type { Figure } from "./figure.js";
import { colourOf } from "./palette.js";
import { lotsLine, shareFrame, shareLine } from "./share-frame.js";

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
  const area = shareFrame(
    { width, height },
    { title, subtitle: options.subtitle },
    { xLabel: "recall: share of anomalies found", yLabel: "precision: share of anomalies among them" },
    [{ label: named, mark: "line", colour }],
  );
  const steps = curve.flatMap(({ recall, precision }, i): [number, number][] => [
    [curve[i - 1]?.recall ?? 0, precision],
    [recall, precision],
  ]);
  const description = `Precision over recall; ${named}; drawing lots would have a precision of ${share.toFixed(3)}.`;
  return {
    width,
    height,
    title,
    description,
    content: area.wrap(lotsLine(share, share, area) + shareLine(steps, colour, area)),
  };
}
