import type { Mixture } from "../mixture/mixture.js";
import { distanceOf, type Ellipse, ellipseOf, MASSES, marginal } from "./ellipse.js";
import type { LegendEntry } from "./legend.js";
import { element, escapeText, short } from "./markup.js";
import { drawMassLabels } from "./mass-labels.js";
import { colourOf } from "./palette.js";
import type { Scale } from "./scale.js";
import { brief, percent } from "./ticks.js";

/** What a plot needs of a mixture: a {@link Mixture} has it, a published snapshot as well. */
export type Components = Pick<Mixture, "components" | "dimensions" | "weights" | "means" | "covariances" | "ids">;

/** Lighter components are not drawn: a component that lost its points may lie anywhere. */
const LIGHTEST_DRAWN = 0.001;
/** Lighter components fade. */
const LIGHTEST_FULL = 0.05;

const DASHES = [undefined, undefined, "5 4"];

export interface ComponentStyle {
  /** Rings are named, strokes and means large; otherwise everything is drawn for a small plot. */
  readonly large: boolean;
}

/** Ellipses of every component on two of its axes, in layers: `fills` belongs below the points, `lines` above. */
export function drawComponents(
  mixture: Components,
  axes: readonly [number, number],
  x: Scale,
  y: Scale,
  style: ComponentStyle,
): { fills: string; lines: string } {
  const drawn = drawable(mixture).map((k) => ({ k, ellipse: ellipseOf(marginal(mixture, k, ...axes), x, y) }));
  let [fills, lines] = ["", ""];
  for (const { k, ellipse } of drawn) {
    const colour = colourOf(mixture.ids[k]!);
    const strength = Math.min(1, Math.max(0.3, mixture.weights[k]! / LIGHTEST_FULL));
    fills += MASSES.map((mass) => ring(ellipse, mass, { fill: colour, "fill-opacity": 0.07 * strength })).join("");
    lines += outline(ellipse, colour, strength, describe(mixture, k, axes), style);
  }
  lines += drawn.map(({ k, ellipse }) => cross(ellipse, colourOf(mixture.ids[k]!), style)).join("");
  if (!style.large) return { fills, lines };
  const heavy = drawn.filter(({ k }) => mixture.weights[k]! >= LIGHTEST_FULL);
  return {
    fills,
    lines:
      lines +
      drawMassLabels(
        (heavy.length > 0 ? heavy : drawn).map((d) => d.ellipse),
        x,
        y,
      ),
  };
}

/** Components with their weights, and how many are left out. */
export function componentsLegend(mixture: Components): LegendEntry[] {
  const drawn = drawable(mixture);
  const entries = drawn.map((k): LegendEntry => {
    const id = mixture.ids[k]!;
    return { label: `component ${id}: ${percent(mixture.weights[k]!)}`, mark: "dot", colour: colourOf(id) };
  });
  const rest = mixture.components - drawn.length;
  return rest === 0
    ? entries
    : [...entries, { label: `${rest} below ${percent(LIGHTEST_DRAWN)} not drawn`, mark: "none" }];
}

/** How many of the components that are drawn have their mean outside what the axes show: light ones do not widen them. */
export function componentsOutside(
  mixture: Components,
  axes: readonly [number, number],
  x: readonly [number, number],
  y: readonly [number, number],
): number {
  const { dimensions: D, means } = mixture;
  return drawable(mixture).filter((k) => {
    const [u, v] = [means[k * D + axes[0]]!, means[k * D + axes[1]]!];
    return u < x[0] || u > x[1] || v < y[0] || v > y[1];
  }).length;
}

function drawable({ components, weights }: Components): number[] {
  return Array.from({ length: components }, (_, k) => k).filter((k) => weights[k]! >= LIGHTEST_DRAWN);
}

function ring(e: Ellipse, mass: number, attributes: Record<string, string | number | undefined>): string {
  const distance = distanceOf(mass);
  const transform = `translate(${short(e.cx)} ${short(e.cy)}) rotate(${short(e.degrees)})`;
  return element("ellipse", { rx: e.major * distance, ry: e.minor * distance, transform, ...attributes });
}

function outline(
  ellipse: Ellipse,
  colour: string,
  strength: number,
  description: string,
  { large }: ComponentStyle,
): string {
  const curves = MASSES.map((mass, i) =>
    ring(ellipse, mass, { "stroke-opacity": (i === 0 ? 1 : 0.75) * strength, "stroke-dasharray": DASHES[i] }),
  );
  const title = element("title", {}, escapeText(description));
  return element("g", { fill: "none", stroke: colour, "stroke-width": large ? 1.8 : 1.1 }, title, ...curves);
}

/** The mean. */
function cross({ cx, cy }: Ellipse, colour: string, { large }: ComponentStyle): string {
  const [arm, stroke] = large ? [7, 2.5] : [4, 1.6];
  const d = (size: number) =>
    `M${short(cx - size)} ${short(cy)}h${2 * size}M${short(cx)} ${short(cy - size)}v${2 * size}`;
  return (
    element("path", { class: "outline", d: d(arm + 1), "stroke-width": 2 * stroke, "stroke-linecap": "round" }) +
    element("path", { d: d(arm), stroke: colour, "stroke-width": stroke, "stroke-linecap": "round" })
  );
}

function describe(mixture: Components, k: number, axes: readonly [number, number]): string {
  const { mean, covariance } = marginal(mixture, k, ...axes);
  const spread = [covariance[0], covariance[2]].map((v) => brief(Math.sqrt(v)));
  return (
    `component ${mixture.ids[k]}: weight ${percent(mixture.weights[k]!)}, ` +
    `mean (${mean.map(brief).join(", ")}), deviations (${spread.join(", ")})`
  );
}
