import type { Mixture } from "../../mixture/mixture.js";
import type { PointBatch } from "../../mixture/point-batch.js";
import type { Figure } from "../../plot/figure.js";
import { linePlot } from "../../plot/line-plot.js";
import { marginalPlot } from "../../plot/marginal-plot.js";
import { pairsPlot } from "../../plot/pairs-plot.js";
import { scatterPlot } from "../../plot/scatter-plot.js";

export interface PointsPicture {
  /** n × D. */
  readonly points: PointBatch;
  /** D names. */
  readonly names: readonly string[];
  readonly mixture?: Mixture | undefined;
  /** Which features to show; default: as many as fit. */
  readonly features?: readonly number[] | undefined;
  readonly title: string;
}

/** Points as they are best seen: a feature alone as its marginal, two as a scatter plot, more as a matrix of plots. */
export function pointsFigure({ points, names, mixture, features, title }: PointsPicture): Figure {
  const [x, y, more] = features ?? Array.from(names, (_, j) => j);
  const common = { points, mixture, names, title };
  if (x !== undefined && y === undefined) return marginalPlot({ ...common, feature: x, name: names[x]! });
  if (x !== undefined && y !== undefined && more === undefined) return scatterPlot({ ...common, axes: [x, y] });
  return pairsPlot({ ...common, features });
}

/** Every feature by itself: how the points are distributed, and what the mixture makes of it. */
export function marginalFigures({ points, names, mixture, features }: PointsPicture): Figure[] {
  const chosen = features ?? Array.from(names, (_, j) => j);
  return chosen.map((feature) => marginalPlot({ points, mixture, feature, name: names[feature]!, height: 360 }));
}

/**
 * How the log-likelihood rose while EM ran.
 *
 * @param trace mean log-likelihood before the first and after every iteration, nats a point.
 */
export function traceFigure(trace: readonly number[]): Figure {
  return linePlot({
    series: [{ name: "log-likelihood", y: trace }],
    xLabel: "iteration",
    yLabel: "log-likelihood (nats a point)",
    title: "Log-likelihood over the iterations of EM",
    height: 480,
  });
}
