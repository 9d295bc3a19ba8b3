import type { PointBatch } from "../mixture/point-batch.js";
import { type Components, componentsLegend } from "./components.js";
import { column, domainOf } from "./domain.js";
import type { Figure } from "./figure.js";
import { frame } from "./frame.js";
import { densitiesOf, drawDensities, mixtureLegend } from "./histogram.js";
import { brief } from "./ticks.js";

export interface MarginalPlotOptions {
  /** n × D points; may be none. */
  readonly points: PointBatch;
  /** Densities of its components, and of all together, are drawn over the points. */
  readonly mixture?: Components | undefined;
  /** Which feature, counted from 0. */
  readonly feature: number;
  /** Its name. */
  readonly name: string;
  readonly title?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

const BINS = 48;

/**
 * One feature alone: a histogram of the points, and what a mixture makes of it. Both have area 1, so that a curve above
 * or below the bars is a misfit.
 *
 * @throws RangeError when the feature does not exist.
 * @example
 * svg(marginalPlot({ points, mixture, feature: 1, name: "waiting (min)" }));
 */
export function marginalPlot(options: MarginalPlotOptions): Figure {
  const { points, mixture, feature, name, title = `Marginal of ${name}`, width = 640, height = 480 } = options;
  if (!(Number.isInteger(feature) && feature >= 0 && feature < points.dimensions))
    throw new RangeError(`feature ${feature} is not among the ${points.dimensions} features, counted from 0`);
  const x = domainOf(points, mixture, feature);
  const densities = densitiesOf(points, mixture, feature, x, width, BINS);
  const outside = countOutside(points, feature, x);
  const area = frame({
    width,
    height,
    title,
    subtitle: outside > 0 ? `${brief(outside)} outside the axis` : undefined,
    xLabel: name,
    yLabel: "density",
    x,
    y: [0, 1.06 * densities.highest],
    legend: mixture === undefined ? [] : [...componentsLegend(mixture), ...mixtureLegend(mixture)],
  });
  return {
    width,
    height,
    title,
    description: describe(options),
    content: area.wrap(drawDensities(densities, area.x, area.y)),
  };
}

function countOutside(points: PointBatch, j: number, [low, high]: readonly [number, number]): number {
  let count = 0;
  for (const value of column(points, j)) if (value < low || value > high) count++;
  return count;
}

function describe({ points, mixture, name }: MarginalPlotOptions): string {
  const bars = points.count === 0 ? "" : `Histogram of ${name} of ${brief(points.count)} points`;
  if (mixture === undefined) return `${bars || `No points to show of ${name}`}.`;
  const { components } = mixture;
  const curves = `densities of ${components === 1 ? "the component" : `the ${components} components and of all together`}`;
  return bars === "" ? `Marginal of ${name}: ${curves}.` : `${bars}, with the ${curves}.`;
}
