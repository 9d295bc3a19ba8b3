import type { Figure } from "./figure.js";
import { element, escapeText } from "./markup.js";

export interface PanelsOptions {
  /** How many stand side by side; default: all up to three, else as square as possible. */
  readonly columns?: number | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

const HEAD = 40;

/**
 * Several figures in one, row by row. Columns are as wide as their widest figure, rows as high as their highest.
 *
 * @throws RangeError without any figure, or when `columns` is not a whole number ≥ 1.
 * @example
 * svg(panels([scatterPlot(…), linePlot(…)], { title: "Old Faithful" }));
 */
export function panels(figures: readonly Figure[], options: PanelsOptions = {}): Figure {
  const { title = figures.map((figure) => figure.title).join("; ") } = options;
  const columns = options.columns ?? (figures.length <= 3 ? figures.length : Math.ceil(Math.sqrt(figures.length)));
  if (figures.length === 0) throw new RangeError("panels need at least one figure");
  if (!(Number.isInteger(columns) && columns >= 1))
    throw new RangeError(`columns must be a whole number ≥ 1; got ${columns}`);
  const head = options.title === undefined ? 0 : HEAD;
  const lefts = starts(0, Math.min(columns, figures.length), (c) =>
    figures.filter((_, i) => i % columns === c).map((f) => f.width),
  );
  const rows = Math.ceil(figures.length / columns);
  const tops = starts(head, rows, (r) => figures.slice(r * columns, (r + 1) * columns).map((f) => f.height));
  const placed = figures.map((figure, i) => {
    const transform = `translate(${lefts[i % columns]} ${tops[Math.floor(i / columns)]})`;
    return element("g", { transform, role: "group", "aria-label": figure.title }, figure.content);
  });
  const heading = head === 0 ? "" : element("text", { class: "head ink", x: 16, y: 30 }, escapeText(title));
  return {
    width: lefts.at(-1)!,
    height: tops.at(-1)!,
    title,
    description: options.description ?? figures.map((figure) => figure.description).join(" "),
    content: heading + placed.join(""),
  };
}

/** Where each of `count` cells begins, and, at the end, where the last one ends. */
function starts(from: number, count: number, sizes: (cell: number) => number[]): number[] {
  const edges = [from];
  for (let cell = 0; cell < count; cell++) edges.push(edges.at(-1)! + Math.max(...sizes(cell)));
  return edges;
}
