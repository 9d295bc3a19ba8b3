import type { PointBatch } from "../mixture/point-batch.js";
import type { Components } from "./components.js";
import { column } from "./domain.js";
import type { LegendEntry } from "./legend.js";
import { marginalsAlong, weightedDensity } from "./marginals.js";
import { element, polyline, short } from "./markup.js";
import { colourOf } from "./palette.js";
import { type Scale, scaleOf } from "./scale.js";

const MOST_BINS = 32;
const LEAST_BINS = 8;
/** Pixels from one value of a curve to the next. */
const CURVE_STEP = 2;

/** A feature's distribution over a domain: of the points in equal bins, of a mixture as curves. */
export interface Densities {
  readonly domain: readonly [number, number];
  /** Shares of all points that have the feature, by width; empty without points. */
  readonly bins: readonly number[];
  /** At equal distances, from one end of the domain to the other. */
  readonly curves: readonly { readonly id: number; readonly heights: readonly number[] }[];
  /** The sum of all curves; absent where there are not several. */
  readonly mixture?: readonly number[];
  readonly highest: number;
}

/** Where a histogram is drawn: `bottom` and `top` in pixels, the feature along `x`. */
export interface HistogramArea {
  readonly x: Scale;
  readonly bottom: number;
  readonly top: number;
}

/** A histogram of feature j with the densities of the components and of the mixture above it, on a common scale. */
export function drawHistogram(
  points: PointBatch,
  mixture: Components | undefined,
  j: number,
  { x, bottom, top }: HistogramArea,
): string {
  const densities = densitiesOf(points, mixture, j, x.domain, x.range[1] - x.range[0]);
  return drawDensities(densities, x, scaleOf([0, densities.highest], [bottom, top]));
}

/**
 * The distribution of feature j.
 *
 * @param pixels how wide it will be drawn.
 * @param most bins at most: few points have fewer, so that a bar is more than chance.
 */
export function densitiesOf(
  points: PointBatch,
  mixture: Components | undefined,
  j: number,
  domain: readonly [number, number],
  pixels: number,
  most = MOST_BINS,
): Densities {
  const bins = binned(points, j, domain, most);
  const steps = Math.ceil(pixels / CURVE_STEP);
  const at = Array.from({ length: steps + 1 }, (_, i) => domain[0] + ((domain[1] - domain[0]) * i) / steps);
  const marginals = mixture === undefined ? [] : marginalsAlong(mixture, j);
  const curves = marginals.map((one) => ({ id: one.id, heights: at.map((value) => weightedDensity(one, value)) }));
  const sum =
    curves.length > 1
      ? { mixture: at.map((_, i) => curves.reduce((total, { heights }) => total + heights[i]!, 0)) }
      : {};
  const highest = Math.max(0, ...bins, ...curves.flatMap(({ heights }) => heights), ...(sum.mixture ?? [])) || 1;
  return { domain, bins, curves, ...sum, highest };
}

export function drawDensities({ bins, curves, mixture }: Densities, x: Scale, y: Scale): string {
  const bottom = y.at(0);
  const width = (x.range[1] - x.range[0]) / bins.length;
  const bars = bins.map((density, b) => {
    const left = x.range[0] + b * width;
    return `M${short(left + 0.5)} ${short(bottom)}V${short(y.at(density))}h${short(width - 1)}V${short(bottom)}z`;
  });
  const line = (heights: readonly number[], attributes: Record<string, string | number>): string => {
    const step = (x.range[1] - x.range[0]) / (heights.length - 1);
    const pixels = heights.map((height, i) => [x.range[0] + i * step, y.at(height)] as const);
    return element("path", { ...attributes, d: polyline([pixels]) });
  };
  return (
    (bars.length === 0 ? "" : element("path", { class: "bars", d: bars.join("") })) +
    curves
      .map(({ id, heights }) => line(heights, { class: "line", stroke: colourOf(id), "stroke-width": 1.8 }))
      .join("") +
    (mixture === undefined
      ? ""
      : line(mixture, { class: "line inked", "stroke-width": 1.4, "stroke-dasharray": MIXTURE_DASHES }))
  );
}

/** Where components lie apart, their colours show between the dashes. */
const MIXTURE_DASHES = "3 6";

/** What the curve of a mixture means, where there is one. */
export function mixtureLegend(mixture: Components | undefined): LegendEntry[] {
  if (mixture === undefined || mixture.components < 2) return [];
  return [{ label: "all components together", mark: "line", dashes: MIXTURE_DASHES }];
}

function binned(points: PointBatch, j: number, [low, high]: readonly [number, number], most: number): number[] {
  const values = Array.from(column(points, j)).filter(Number.isFinite);
  if (values.length === 0) return [];
  // Rice's rule: as fine as chance allows.
  const bins = Math.max(LEAST_BINS, Math.min(most, Math.round(2 * Math.cbrt(values.length))));
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - low) / (high - low)) * bins);
    if (bin >= 0 && bin < bins) counts[bin]!++;
  }
  return counts.map((count) => (count / values.length) * (bins / (high - low)));
}
