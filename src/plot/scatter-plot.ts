import type { Mixture } from "../mixture/mixture.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { colourPoints } from "./coloured-points.js";
import { componentsLegend, componentsOutside, drawComponents } from "./components.js";
import { countOutside, domainOf } from "./domain.js";
import { dotsOf, drawDots } from "./dots.js";
import type { Figure } from "./figure.js";
import { type Frame, frame } from "./frame.js";
import type { LegendEntry } from "./legend.js";
import { element } from "./markup.js";
import { ALARM } from "./palette.js";
import { brief, percent } from "./ticks.js";

export interface ScatterPlotOptions {
  /** n × D points, D ≥ 2; those that miss a coordinate of the plot are not drawn. */
  readonly points: PointBatch;
  /** Its ellipses are drawn, and its responsibilities colour the points. */
  readonly mixture?: Mixture | undefined;
  /** n × K responsibilities to use instead of those under `mixture`, such as a stream's labels. */
  readonly responsibilities?: Float64Array | undefined;
  /** Which two features; default the first two. */
  readonly axes?: readonly [number, number] | undefined;
  /** D names of features, with units where there are any. */
  readonly names?: readonly string[] | undefined;
  /** Points to ring as unusual, by index; always drawn. */
  readonly flagged?: readonly number[] | undefined;
  /** Most points to draw, default 4,000; which ones is the same every time. */
  readonly limit?: number | undefined;
  readonly title?: string | undefined;
  readonly subtitle?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/**
 * Points on two features, coloured by responsibility, with the ellipses that hold 39.3 %, 86.5 % (one and two
 * standard deviations) and 95 % of each component's mass.
 *
 * @throws RangeError when an axis is not a feature or the mixture has another number of dimensions.
 * @example
 * svg(scatterPlot({ points, mixture, names: ["eruption (min)", "waiting (min)"], title: "Old Faithful" }));
 */
export function scatterPlot(options: ScatterPlotOptions): Figure {
  const { points, mixture, width = 640, height = 480, limit = 4000, flagged = [] } = options;
  const axes = checkAxes(options.axes ?? [0, 1], points.dimensions);
  const names = axes.map((j) => options.names?.[j] ?? `feature ${j + 1}`);
  const [x, y] = [domainOf(points, mixture, axes[0]), domainOf(points, mixture, axes[1])];
  const title = options.title ?? `${names[1]} over ${names[0]}`;
  const beyond = mixture === undefined ? 0 : componentsOutside(mixture, axes, x, y);
  const notes = notesOf(points, limit, countOutside(points, axes, x, y), beyond);
  const subtitle = [options.subtitle, ...notes].filter(Boolean).join(" · ");
  const area = frame({
    width,
    height,
    title,
    subtitle,
    xLabel: names[0],
    yLabel: names[1],
    x,
    y,
    legend: legendOf(options),
  });
  const dots = drawDots(dotsIn(options, limit, axes, area));
  const rings = drawRings(points, flagged, axes, area);
  const ellipses = mixture && drawComponents(mixture, axes, area.x, area.y, { large: true });
  const inside = (ellipses?.fills ?? "") + dots + rings + (ellipses?.lines ?? "");
  return { width, height, title, description: describe(options, names, notes), content: area.wrap(inside) };
}

function checkAxes(axes: readonly [number, number], dimensions: number): readonly [number, number] {
  for (const j of axes)
    if (!(Number.isInteger(j) && j >= 0 && j < dimensions))
      throw new RangeError(`axis ${j} is not among the ${dimensions} features, counted from 0`);
  return axes;
}

function notesOf({ count }: PointBatch, limit: number, outside: number, components: number): string[] {
  const notes = [];
  if (count > limit) notes.push(`${brief(limit)} of ${brief(count)} points drawn`);
  if (outside > 0) notes.push(`${brief(outside)} outside the axes`);
  if (components > 0) notes.push(`${brief(components)} component${components === 1 ? "" : "s"} outside the axes`);
  return notes;
}

function dotsIn(options: ScatterPlotOptions, limit: number, axes: readonly [number, number], { x, y }: Frame) {
  const chosen = colourPoints(options.points, options.mixture, options.responsibilities, limit);
  const { dimensions: D, values, count } = chosen.batch;
  return dotsOf(
    count,
    (i) => chosen.colour(i),
    (i) => [x.at(values[i * D + axes[0]]!), y.at(values[i * D + axes[1]]!)],
  );
}

function drawRings(
  points: PointBatch,
  flagged: readonly number[],
  axes: readonly [number, number],
  { x, y }: Frame,
): string {
  const { dimensions: D, values } = points;
  const dots = dotsOf(
    flagged.length,
    () => ALARM,
    (f) => [x.at(values[flagged[f]! * D + axes[0]]!), y.at(values[flagged[f]! * D + axes[1]]!)],
  );
  const rings = [...dots.values()].flat().map(([cx, cy]) => element("circle", { cx, cy, r: 6 }));
  return rings.length === 0 ? "" : element("g", { fill: "none", stroke: ALARM, "stroke-width": 1.5 }, ...rings);
}

function legendOf({ mixture, flagged }: ScatterPlotOptions): LegendEntry[] {
  const entries = mixture === undefined ? [] : componentsLegend(mixture);
  return flagged?.length ? [...entries, { label: "flagged", mark: "ring", colour: ALARM }] : entries;
}

function describe({ points, mixture }: ScatterPlotOptions, names: readonly string[], notes: readonly string[]): string {
  const what = `Scatter plot of ${brief(points.count)} points, ${names[1]} over ${names[0]}`;
  const aside = notes.length === 0 ? "" : ` (${notes.join(", ")})`;
  if (mixture === undefined) return `${what}${aside}.`;
  const weights = Array.from(mixture.weights, percent).join(", ");
  return (
    `${what}${aside}, with a Gaussian mixture of ${mixture.components} components of weights ${weights}; ` +
    "ellipses hold 39.3, 86.5 and 95 % of each component's mass."
  );
}
