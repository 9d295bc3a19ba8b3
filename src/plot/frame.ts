import { type LegendEntry, legend } from "./legend.js";
import { element, escapeText } from "./markup.js";
import { type Scale, scaleOf } from "./scale.js";
import { fitText, textWidth } from "./text-width.js";
import { axisName, type Ticks, ticksOf } from "./ticks.js";

/** What every plot with two axes says about itself. */
export interface FrameOptions {
  readonly width: number;
  readonly height: number;
  readonly title?: string | undefined;
  readonly subtitle?: string | undefined;
  readonly xLabel?: string | undefined;
  readonly yLabel?: string | undefined;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly legend?: readonly LegendEntry[];
}

/** Axes around an area in which a plot draws. */
export interface Frame {
  readonly x: Scale;
  readonly y: Scale;
  /** Titles, grid, axes and legend around what was drawn; `inside` is clipped to the area, `over` is not. */
  wrap(inside: string, over?: string): string;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const EDGE = 16;

/** Lays out title, subtitle, legend and axes from top to bottom and leaves the rest to the plot. */
export function frame(options: FrameOptions): Frame {
  const { width, height } = options;
  const header = headerOf(options);
  const bottom = height - (options.xLabel ? 46 : 30);
  const top = header.height + (options.yLabel ? 34 : 14);
  const yTicks = ticksOf(options.y, Math.max(2, (bottom - top) / 52));
  const left = EDGE + 8 + Math.max(...yTicks.labels.map((text) => textWidth(text)), 8);
  const box = { left, top, right: width - EDGE - 4, bottom };
  const xTicks = ticksOf(options.x, Math.max(2, (box.right - left) / 84));
  const x = scaleOf(options.x, [left, box.right]);
  const y = scaleOf(options.y, [bottom, top]);
  const axes = horizontalAxis(x, xTicks, box) + verticalAxis(y, yTicks, box);
  const names = axisNames(options, xTicks, yTicks, box);
  return { x, y, wrap: (inside, over = "") => header.markup + axes + clipped(inside, box) + names + over };
}

function headerOf(options: FrameOptions): { height: number; markup: string } {
  const room = options.width - 2 * EDGE;
  let y = EDGE - 4;
  let markup = "";
  if (options.title) {
    y += 18;
    markup += element("text", { class: "title ink", x: EDGE, y }, escapeText(fitText(options.title, room, 16)));
    y += 4;
  }
  if (options.subtitle) {
    y += 15;
    markup += element("text", { class: "soft", x: EDGE, y }, escapeText(fitText(options.subtitle, room)));
    y += 2;
  }
  if (options.legend && options.legend.length > 0) {
    const drawn = legend(options.legend, EDGE, y + 8, room);
    markup += drawn.markup;
    y += 8 + drawn.height;
  }
  return { height: y, markup };
}

/** A nested svg element clips what lies outside without an id that could clash with another picture's. */
function clipped(inside: string, { left, top, right, bottom }: Box): string {
  const [width, height] = [right - left, bottom - top];
  return element(
    "svg",
    { x: left, y: top, width, height, viewBox: `${left} ${top} ${width} ${height}`, overflow: "hidden" },
    inside,
  );
}

function horizontalAxis(x: Scale, ticks: Ticks, { left, right, top, bottom }: Box): string {
  const pixels = ticks.values.map((v) => Math.round(x.at(v) * 2) / 2);
  const grid = pixels.map((p) => `M${p} ${Math.round(top)}V${Math.round(bottom)}`).join("");
  const labels = pixels.map((p, i) =>
    element(
      "text",
      { x: within(p, ticks.labels[i]!, right), y: bottom + 18, "text-anchor": "middle" },
      escapeText(ticks.labels[i]!),
    ),
  );
  return (
    element("path", { class: "grid", d: grid }) +
    element("path", { class: "axis", d: `M${Math.round(left)} ${Math.round(bottom)}H${Math.round(right)}` }) +
    element("g", { class: "soft" }, ...labels)
  );
}

/** A long label at the right end keeps off the edge of the picture. */
function within(pixel: number, label: string, right: number): number {
  return Math.min(pixel, right + 14 - textWidth(label) / 2);
}

function verticalAxis(y: Scale, ticks: Ticks, { left, right }: Box): string {
  const pixels = ticks.values.map((v) => Math.round(y.at(v) * 2) / 2);
  const grid = pixels.map((p) => `M${Math.round(left)} ${p}H${Math.round(right)}`).join("");
  const labels = pixels.map((p, i) =>
    element("text", { x: left - 8, y: p + 4, "text-anchor": "end" }, escapeText(ticks.labels[i]!)),
  );
  return element("path", { class: "grid", d: grid }) + element("g", { class: "soft" }, ...labels);
}

/** The vertical axis is named above it, where no head must be turned. */
function axisNames(options: FrameOptions, xTicks: Ticks, yTicks: Ticks, { left, right, top, bottom }: Box): string {
  const name = (label: string, ticks: Ticks) => escapeText(fitText(axisName(label, ticks), right - left));
  const x = options.xLabel
    ? element(
        "text",
        { class: "ink", x: (left + right) / 2, y: bottom + 38, "text-anchor": "middle" },
        name(options.xLabel, xTicks),
      )
    : "";
  const y = options.yLabel ? element("text", { class: "ink", x: EDGE, y: top - 10 }, name(options.yLabel, yTicks)) : "";
  return x + y;
}
