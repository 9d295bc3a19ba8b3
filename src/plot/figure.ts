import { element, escapeText } from "./markup.js";
import { styleSheet, type Theme, themeClass } from "./theme.js";

/** A drawn plot: not yet a document, so that several fit on one page; it has no theme yet. */
export interface Figure {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What the picture shows, in words, for those who cannot see it. */
  readonly description: string;
  /** SVG elements within 0 … width and 0 … height. */
  readonly content: string;
}

/**
 * A figure as a complete SVG document.
 *
 * @param options `theme`: `auto` (default) follows the reader's light or dark system.
 * @example
 * writeFileSync("faithful.svg", svg(scatterPlot({ points, mixture, names: ["eruptions", "waiting"] })));
 */
export function svg(figure: Figure, options: { theme?: Theme } = {}): string {
  const theme = options.theme ?? "auto";
  const { width, height } = figure;
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      class: themeClass(theme),
      "aria-label": figure.title,
    },
    element("title", {}, escapeText(figure.title)),
    element("desc", {}, escapeText(figure.description)),
    element("style", {}, escapeText(styleSheet(theme))),
    element("rect", { class: "paper", width, height }),
    figure.content,
  );
}
