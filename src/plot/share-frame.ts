import { type Frame, frame } from "./frame.js";
import type { LegendEntry } from "./legend.js";
import { element, polyline } from "./markup.js";
import { decimate } from "./thin.js";

/** A frame in which both axes are shares, from nothing to all. */
export function shareFrame(
  size: { readonly width: number; readonly height: number },
  titles: { readonly title: string; readonly subtitle?: string | undefined },
  labels: { readonly xLabel: string; readonly yLabel: string },
  legend: readonly LegendEntry[],
): Frame {
  return frame({ ...size, ...titles, ...labels, x: [-0.02, 1.02], y: [-0.02, 1.02], legend });
}

/** A line through points given as shares, no more of them than can be seen. */
export function shareLine(points: readonly (readonly [number, number])[], colour: string, { x, y }: Frame): string {
  const heights = points.map(([, height]) => height);
  const kept = decimate(heights, (i) => x.at(points[i]![0]));
  const pixels = kept.map((i) => [x.at(points[i]![0]), y.at(points[i]![1])] as const);
  return element("path", { class: "line", stroke: colour, "stroke-width": 2.2, d: polyline([pixels]) });
}

/** What drawing lots would reach: from a height at the left edge to one at the right. */
export function lotsLine(left: number, right: number, { x, y }: Frame): string {
  const ends = { x1: x.at(0), y1: y.at(left), x2: x.at(1), y2: y.at(right) };
  return element("line", { class: "softly", ...ends, "stroke-width": 1.5, "stroke-dasharray": "6 4" });
}
