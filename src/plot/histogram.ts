import type { PointBatch } from "../mixture/point-batch.js";
import type { Components } from "./components.js";
import { column } from "./domain.js";
import { element, polyline, short } from "./markup.js";
import { colourOf } from "./palette.js";
import type { Scale } from "./scale.js";

const BINS = 32;
const CURVE_STEP = 2;

/** Where a histogram is drawn: `bottom` and `top` in pixels, the feature along `x`. */
export interface HistogramArea {
  readonly x: Scale;
  readonly bottom: number;
  readonly top: number;
}

/** A histogram of feature j with the marginal densities of the components above it, on a common scale. */
export function drawHistogram(
  points: PointBatch,
  mixture: Components | undefined,
  j: number,
  area: HistogramArea,
): string {
  const { x, bottom, top } = area;
  const densities = binned(points, j, x.domain);
  const curves = mixture === undefined ? [] : curvesOf(mixture, j, x);
  const highest = Math.max(Number.MIN_VALUE, ...densities, ...curves.flat());
  const rise = (density: number) => bottom - ((bottom - top) * density) / highest;
  const width = (x.range[1] - x.range[0]) / BINS;
  const bars = densities.map((density, b) => {
    const left = x.range[0] + b * width;
    return `M${short(left + 0.5)} ${short(bottom)}V${short(rise(density))}h${short(width - 1)}V${short(bottom)}z`;
  });
  const lines = curves.map((heights, k) => {
    const pixels = heights.map((height, i) => [x.range[0] + i * CURVE_STEP, rise(height)] as const);
    return element("path", {
      class: "line",
      stroke: colourOf(mixture!.ids[k]!),
      "stroke-width": 1.8,
      d: polyline([pixels]),
    });
  });
  return element("path", { class: "bars", d: bars.join("") }) + lines.join("");
}

/** Densities in equal bins over a domain: shares of all points that have the feature, by width. */
function binned(points: PointBatch, j: number, [low, high]: readonly [number, number]): number[] {
  const counts = new Array<number>(BINS).fill(0);
  let total = 0;
  for (const value of column(points, j)) {
    if (!Number.isFinite(value)) continue;
    total++;
    const bin = Math.floor(((value - low) / (high - low)) * BINS);
    if (bin >= 0 && bin < BINS) counts[bin]!++;
  }
  return counts.map((count) => (count / Math.max(1, total)) * (BINS / (high - low)));
}

/** π_k N(x | μ_kj, Σ_kjj) at every second pixel. */
function curvesOf(mixture: Components, j: number, { domain, range }: Scale): number[][] {
  const D = mixture.dimensions;
  const steps = Math.ceil((range[1] - range[0]) / CURVE_STEP) + 1;
  return Array.from({ length: mixture.components }, (_, k) => {
    const deviation = Math.sqrt(mixture.covariances[(k * D + j) * D + j]!);
    const scale = mixture.weights[k]! / (Math.sqrt(2 * Math.PI) * deviation);
    return Array.from({ length: steps }, (_, i) => {
      const value = domain[0] + ((domain[1] - domain[0]) * i * CURVE_STEP) / (range[1] - range[0]);
      return scale * Math.exp(-0.5 * ((value - mixture.means[k * D + j]!) / deviation) ** 2);
    });
  });
}
