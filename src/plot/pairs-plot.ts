import { colourPoints } from "./coloured-points.js";
import { componentsLegend, drawComponents } from "./components.js";
import { domainOf } from "./domain.js";
import { dotsOf, drawDots } from "./dots.js";
import type { Figure } from "./figure.js";
import { drawHistogram, mixtureLegend } from "./histogram.js";
import { legend } from "./legend.js";
import { element, escapeText } from "./markup.js";
import { type Scale, scaleOf } from "./scale.js";
import type { ScatterPlotOptions } from "./scatter-plot.js";
import { fitText, textWidth } from "./text-width.js";
import { axisName, brief, type Ticks, ticksOf } from "./ticks.js";

export interface PairsPlotOptions extends Omit<ScatterPlotOptions, "axes" | "flagged" | "height"> {
  /** Which features, default the first six. */
  readonly features?: readonly number[] | undefined;
}

const EDGE = 16;
const GAP = 8;

/**
 * Every pair of features as a scatter plot, and every feature as a histogram with the components' marginal densities:
 * the lower triangle of a matrix of plots with common axes.
 *
 * @throws RangeError when a feature does not exist.
 * @example
 * svg(pairsPlot({ points, mixture, names: ["sepal length", "sepal width", "petal length", "petal width"] }));
 */
export function pairsPlot(options: PairsPlotOptions): Figure {
  const { points, mixture, width = 760, limit = 1500 } = options;
  const features = options.features ?? Array.from({ length: Math.min(6, points.dimensions) }, (_, j) => j);
  for (const j of features)
    if (!(j >= 0 && j < points.dimensions && Number.isInteger(j)))
      throw new RangeError(`feature ${j} is not among the ${points.dimensions} features, counted from 0`);
  const title = options.title ?? "Pairs of features";
  const head = headOf(options, title, width);
  const grid = gridOf(options, features, width, head.height);
  const chosen = colourPoints(points, mixture, options.responsibilities, limit);
  const cells = features.flatMap((_, row) =>
    features.slice(0, row + 1).map((_, col) => drawCell(options, chosen, grid, row, col)),
  );
  const height = grid.top + features.length * (grid.size + GAP) + 38;
  return { width, height, title, description: describe(options, features), content: head.markup + cells.join("") };
}

/** The matrix: domains and ticks of every feature, and where the cells lie. */
interface Grid {
  readonly features: readonly number[];
  readonly domains: readonly (readonly [number, number])[];
  readonly ticks: readonly Ticks[];
  readonly names: readonly string[];
  readonly left: number;
  readonly top: number;
  readonly size: number;
}

function gridOf(options: PairsPlotOptions, features: readonly number[], width: number, top: number): Grid {
  const domains = features.map((j) => domainOf(options.points, options.mixture, j));
  const count = features.length > 4 ? 2 : 3;
  const ticks = domains.map((domain) => ticksOf(domain, count));
  const names = features.map((j) => options.names?.[j] ?? `feature ${j + 1}`);
  const left = EDGE + 26 + Math.max(8, ...ticks.slice(1).flatMap(({ labels }) => labels.map((l) => textWidth(l, 11))));
  return { features, domains, ticks, names, left, top, size: (width - EDGE - left + GAP) / features.length - GAP };
}

type Points = ReturnType<typeof colourPoints>;

function drawCell(options: PairsPlotOptions, chosen: Points, grid: Grid, row: number, col: number): string {
  const { size, features, domains } = grid;
  const left = grid.left + col * (size + GAP);
  const top = grid.top + row * (size + GAP);
  const x = scaleOf(domains[col]!, [left, left + size]);
  const y = scaleOf(domains[row]!, [top + size, top]);
  const inside =
    row === col
      ? drawHistogram(options.points, options.mixture, features[col]!, { x, bottom: top + size, top: top + 24 })
      : drawPair(options, chosen, [features[col]!, features[row]!], x, y);
  const cell = element(
    "svg",
    { x: left, y: top, width: size, height: size, viewBox: `${left} ${top} ${size} ${size}`, overflow: "hidden" },
    row === col ? "" : gridLines(x, y, grid.ticks[col]!, grid.ticks[row]!),
    inside,
  );
  const box = element("rect", { class: "axis", x: left, y: top, width: size, height: size, "stroke-opacity": 0.6 });
  return cell + box + labels(grid, row, col, left, top, x, y);
}

function drawPair(
  { mixture }: PairsPlotOptions,
  chosen: Points,
  axes: readonly [number, number],
  x: Scale,
  y: Scale,
): string {
  const { dimensions: D, values, count } = chosen.batch;
  const dots = dotsOf(
    count,
    (i) => chosen.colour(i),
    (i) => [x.at(values[i * D + axes[0]]!), y.at(values[i * D + axes[1]]!)],
  );
  const ellipses = mixture && drawComponents(mixture, axes, x, y, { large: false });
  return (
    (ellipses?.fills ?? "") +
    drawDots(dots, { radius: count > 500 ? 1.3 : 1.8, outlined: false }) +
    (ellipses?.lines ?? "")
  );
}

function gridLines(x: Scale, y: Scale, xTicks: Ticks, yTicks: Ticks): string {
  const vertical = xTicks.values.map(
    (v) => `M${Math.round(x.at(v))} ${Math.round(y.range[0])}V${Math.round(y.range[1])}`,
  );
  const horizontal = yTicks.values.map(
    (v) => `M${Math.round(x.range[0])} ${Math.round(y.at(v))}H${Math.round(x.range[1])}`,
  );
  return element("path", { class: "grid", d: vertical.join("") + horizontal.join("") });
}

/** Names on the diagonal; ticks along the left and lower edges of the matrix. */
function labels(grid: Grid, row: number, col: number, left: number, top: number, x: Scale, y: Scale): string {
  const { size, ticks, names, features } = grid;
  const parts: string[] = [];
  const write = (text: string, attributes: Record<string, string | number>) =>
    parts.push(element("text", attributes, escapeText(text)));
  if (row === col)
    write(fitText(axisName(names[col]!, ticks[col]!), size - 12), { class: "ink strong", x: left + 8, y: top + 17 });
  if (row === features.length - 1)
    ticks[col]!.values.forEach((v, i) => {
      // One that reaches beyond its cell would run into the next one's.
      const reach = Math.min(x.at(v) - left, left + size - x.at(v)) + GAP / 2;
      if (textWidth(ticks[col]!.labels[i]!, 11) / 2 > reach) return;
      write(ticks[col]!.labels[i]!, { class: "soft small", x: x.at(v), y: top + size + 16, "text-anchor": "middle" });
    });
  if (col === 0 && row > 0)
    ticks[row]!.values.forEach((v, i) => {
      write(ticks[row]!.labels[i]!, { class: "soft small", x: left - 8, y: y.at(v) + 4, "text-anchor": "end" });
    });
  return parts.join("");
}

function headOf(options: PairsPlotOptions, title: string, width: number): { markup: string; height: number } {
  const room = width - 2 * EDGE;
  let y = EDGE + 14;
  let markup = element("text", { class: "title ink", x: EDGE, y }, escapeText(fitText(title, room, 16)));
  if (options.subtitle) {
    y += 19;
    markup += element("text", { class: "soft", x: EDGE, y }, escapeText(fitText(options.subtitle, room)));
  }
  const entries =
    options.mixture === undefined ? [] : [...componentsLegend(options.mixture), ...mixtureLegend(options.mixture)];
  if (entries.length === 0) return { markup, height: y + 16 };
  const drawn = legend(entries, EDGE, y + 10, room);
  return { markup: markup + drawn.markup, height: y + drawn.height + 20 };
}

function describe({ points, mixture, names }: PairsPlotOptions, features: readonly number[]): string {
  const list = features.map((j) => names?.[j] ?? `feature ${j + 1}`).join(", ");
  const model = mixture === undefined ? "" : `, with a Gaussian mixture of ${mixture.components} components`;
  return `Scatter plots of ${brief(points.count)} points for every pair of ${list}${model}; histograms on the diagonal.`;
}
