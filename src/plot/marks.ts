import type { Frame } from "./frame.js";
import { element, escapeText } from "./markup.js";
import { textWidth } from "./text-width.js";

/** A horizontal line to compare with. */
export interface Reference {
  readonly y: number;
  readonly label: string;
}

/** A vertical line at an event. */
export interface Mark {
  readonly x: number;
  readonly label: string;
}

/**
 * Dashed lines across the plot, and their names at the right end.
 *
 * @param below whether a line's name stands below it, where something else is drawn above.
 */
export function drawReferences(
  references: readonly Reference[],
  { x, y }: Frame,
  below: (y: number) => boolean = () => false,
): { lines: string; names: string } {
  const [left, right] = x.range;
  const top = Math.min(...y.range);
  let [lines, names] = ["", ""];
  for (const { y: value, label } of references) {
    if (!Number.isFinite(value)) continue;
    const at = y.at(value);
    const dashes = { "stroke-width": 1.5, "stroke-dasharray": "6 4" };
    lines += element("line", { class: "softly", x1: left, x2: right, y1: at, y2: at, ...dashes });
    const baseline = at < top + 20 || below(value) ? at + 15 : at - 6;
    const text = { class: "halo ink small", x: right - 6, y: baseline, "text-anchor": "end" };
    names += element("text", text, escapeText(label));
  }
  return { lines, names };
}

const ROW = 15;

/** Dotted lines from top to bottom, named at their upper ends; names that would overlap go a row lower. */
export function drawMarks(marks: readonly Mark[], { x, y }: Frame): string {
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  const ends: number[] = [];
  const shown = marks.filter(({ x: value }) => value >= x.domain[0] && value <= x.domain[1]);
  const drawn = [...shown]
    .sort((a, b) => a.x - b.x)
    .map(({ x: value, label }) => {
      const at = x.at(value);
      const width = textWidth(label, 11);
      const flipped = at + 6 + width > right && at - 6 - width >= left;
      const from = flipped ? at - 6 - width : at + 6;
      const free = ends.findIndex((end) => end < from);
      const row = free < 0 ? ends.length : free;
      ends[row] = from + width + 6;
      const text = { class: "halo soft small", x: flipped ? at - 6 : at + 6, y: top + 12 + row * ROW };
      return (
        element("line", { class: "softly", x1: at, x2: at, y1: top, y2: bottom, "stroke-dasharray": "1.5 3" }) +
        element("text", { ...text, "text-anchor": flipped ? "end" : undefined }, escapeText(label))
      );
    });
  return drawn.join("");
}
