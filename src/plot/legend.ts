import { element, escapeText } from "./markup.js";
import { fitText, textWidth } from "./text-width.js";

/** One line of a legend: a mark of a colour, and what it stands for. */
export interface LegendEntry {
  readonly label: string;
  readonly mark: "dot" | "ring" | "line" | "none";
  /** Of a line: none = the ink of texts. */
  readonly colour?: string;
  /** Of a line, as in `stroke-dasharray`. */
  readonly dashes?: string;
}

const ROW = 18;
const GAP = 18;
/** Room for the mark before its label. */
const SWATCHES: Readonly<Record<LegendEntry["mark"], number>> = { dot: 14, ring: 14, line: 26, none: 0 };

/** Entries in rows from left to right, wrapped at `width` pixels. */
export function legend(
  entries: readonly LegendEntry[],
  left: number,
  top: number,
  width: number,
): { markup: string; height: number } {
  let [x, row] = [0, 0];
  const items = entries.map((entry) => {
    const swatch = SWATCHES[entry.mark];
    const label = fitText(entry.label, width - swatch);
    const needed = swatch + textWidth(label);
    if (x > 0 && x + needed > width) [x, row] = [0, row + 1];
    const markup = item(entry, label, left + x, top + row * ROW + ROW / 2, swatch);
    x += needed + GAP;
    return markup;
  });
  return { markup: element("g", { class: "soft" }, ...items), height: (row + 1) * ROW };
}

function item({ mark, colour, dashes }: LegendEntry, label: string, x: number, y: number, swatch: number): string {
  const text = element("text", { x: x + swatch, y: y + 4 }, escapeText(label));
  if (mark === "none") return text;
  if (mark === "line")
    return (
      element("line", {
        ...(colour === undefined ? { class: "inked" } : { stroke: colour }),
        ...{ x1: x, x2: x + 20, y1: y, y2: y, "stroke-width": 2, "stroke-dasharray": dashes },
      }) + text
    );
  const paint = mark === "dot" ? { fill: colour } : { fill: "none", stroke: colour, "stroke-width": 1.5 };
  return element("circle", { cx: x + 5, cy: y, r: 4.5, ...paint }) + text;
}
