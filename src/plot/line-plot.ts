import { drawDots } from "./dots.js";
import type { Figure } from "./figure.js";
import { type Frame, frame } from "./frame.js";
import type { LegendEntry } from "./legend.js";
import { drawMarks, drawReferences, type Mark, type Reference } from "./marks.js";
import { element, polyline } from "./markup.js";
import { colourOf } from "./palette.js";
import { extentOf, padded, robustExtent } from "./scale.js";
import { decimate } from "./thin.js";
import { brief } from "./ticks.js";

/** A line over iterations, points or time. */
export interface Series {
  readonly name: string;
  /** Values that are not finite interrupt the line. */
  readonly y: ArrayLike<number>;
  /** Ascending, as many as `y`; default 0, 1, 2, … */
  readonly x?: ArrayLike<number> | undefined;
  /** Default: the next of the palette. */
  readonly colour?: string | undefined;
}

export interface LinePlotOptions {
  readonly series: readonly Series[];
  /** Horizontal lines to compare with, such as the log-likelihood of batch EM. */
  readonly references?: readonly Reference[] | undefined;
  /** Vertical lines at events, such as the end of the warm-up. */
  readonly marks?: readonly Mark[] | undefined;
  readonly xLabel?: string | undefined;
  readonly yLabel?: string | undefined;
  /** Default: where most values and all references lie. */
  readonly yDomain?: readonly [number, number] | undefined;
  readonly title?: string | undefined;
  readonly subtitle?: string | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** Up to as many values, each is a dot on its line too. */
const MOST_DOTS = 50;

/**
 * Lines over a common axis: the log-likelihood over the iterations of EM, or over the points of a stream, with a
 * batch fit as reference and marks at events. Long lines keep every peak.
 *
 * @throws RangeError when a series has not as many x as y.
 * @example
 * svg(linePlot({
 *   series: [{ name: "stepwise EM", x: points, y: recent }],
 *   references: [{ y: -4.155, label: "batch EM" }],
 *   xLabel: "points", yLabel: "log-likelihood (nats a point)",
 * }));
 */
export function linePlot(options: LinePlotOptions): Figure {
  const { series, references = [], marks = [], width = 640, height = 360 } = options;
  series.forEach(checkSeries);
  const y = options.yDomain ?? padded(withReferences(robustExtent(allOf(series, yOf)), references), 0.06);
  const wide = extentOf([...allOf(series, xOf), ...marks.map((mark) => mark.x)]);
  const x = series.every((one) => one.y.length <= MOST_DOTS) ? padded(wide, 0.015) : wide;
  const title = options.title ?? series.map(({ name }) => name).join(", ");
  const area = frame({ ...options, width, height, title, x, y, legend: legendOf(series) });
  const lines = series.map((one, i) => draw(one, colourAt(one, i), area));
  const compared = drawReferences(references, area, (level) => endsOf(series) > level);
  const inside = compared.lines + lines.join("");
  const over = compared.names + drawMarks(marks, area);
  return {
    width,
    height,
    title,
    description: describe(options, y),
    content: area.wrap(inside, over),
  };
}

const yOf = ({ y }: Series, i: number) => y[i]!;
const xOf = ({ x }: Series, i: number) => (x === undefined ? i : x[i]!);
const colourAt = ({ colour }: Series, i: number) => colour ?? colourOf(i);

function checkSeries({ name, x, y }: Series): void {
  if (x !== undefined && x.length !== y.length)
    throw new RangeError(`the series ${JSON.stringify(name)} has ${x.length} x and ${y.length} y`);
}

function* allOf(series: readonly Series[], of: (one: Series, i: number) => number): Generator<number> {
  for (const one of series) for (let i = 0; i < one.y.length; i++) yield of(one, i);
}

/** The mean of the last quarter of all series: where the names of references stand. */
function endsOf(series: readonly Series[]): number {
  const ends = series.flatMap(({ y }) =>
    Array.from(y)
      .slice(-Math.ceil(y.length / 4))
      .filter(Number.isFinite),
  );
  return ends.reduce((sum, value) => sum + value, 0) / ends.length;
}

function withReferences([low, high]: [number, number], references: readonly Reference[]): [number, number] {
  const finite = references.map(({ y }) => y).filter(Number.isFinite);
  return [Math.min(low, ...finite), Math.max(high, ...finite)];
}

function draw(one: Series, colour: string, { x, y }: Frame): string {
  const stretches: [number, number][][] = [[]];
  for (const i of decimate(one.y, (i) => x.at(xOf(one, i)))) {
    const pixel: [number, number] = [x.at(xOf(one, i)), y.at(one.y[i]!)];
    if (Number.isFinite(pixel[0]) && Number.isFinite(pixel[1])) stretches.at(-1)!.push(pixel);
    else stretches.push([]);
  }
  const line = element("path", { class: "line", stroke: colour, "stroke-width": 2, d: polyline(stretches) });
  const pixels = stretches.flat();
  return one.y.length > MOST_DOTS ? line : line + drawDots(new Map([[colour, pixels]]), { radius: 3.2, opacity: 1 });
}

function legendOf(series: readonly Series[]): LegendEntry[] {
  if (series.length < 2) return [];
  return series.map((one, i) => ({ label: one.name, mark: "line", colour: colourAt(one, i) }));
}

function describe(
  { series, references = [], marks = [], xLabel }: LinePlotOptions,
  y: readonly [number, number],
): string {
  const lines = series.map(({ name, y }) => {
    const finite = Array.from(y).filter(Number.isFinite);
    return finite.length === 0 ? `${name} (empty)` : `${name} (from ${brief(finite[0]!)} to ${brief(finite.at(-1)!)})`;
  });
  const compared = references.map(({ label, y }) => `${label} at ${brief(y)}`);
  const events = marks.map(({ label, x }) => `${label} at ${brief(x)}`);
  const parts = [`Line plot of ${lines.join(", ")}${xLabel ? ` over ${xLabel}` : ""}`];
  parts.push(`vertical axis from ${brief(y[0])} to ${brief(y[1])}`, ...compared, ...events);
  return `${parts.join("; ")}.`;
}
