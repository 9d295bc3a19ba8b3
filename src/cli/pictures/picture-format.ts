import { extname } from "node:path";
import { type Figure, svg } from "../../plot/figure.js";
import type { Theme } from "../../plot/theme.js";
import { UsageError } from "../errors.js";
import { pngOf } from "./png.js";

export type PictureFormat = "svg" | "png";

/**
 * What to write into a file of this name; without a name, or without an ending, SVG.
 *
 * @throws UsageError when the name ends as another kind of file does.
 */
export function pictureFormatOf(path: string | undefined): PictureFormat {
  const ending = extname(path ?? "").toLowerCase();
  if (ending === ".png") return "png";
  if (ending === ".svg" || ending === "") return "svg";
  throw new UsageError(
    `${path}: pictures are written as SVG or PNG, not as ${ending}`,
    "End the name in .svg or .png.",
  );
}

/** A figure as the content of a file; PNG cannot follow the reader's system and is light where nothing else is said. */
export async function pictureOf(figure: Figure, format: PictureFormat, theme: Theme): Promise<string | Uint8Array> {
  if (format === "svg") return `${svg(figure, { theme })}\n`;
  return await pngOf(svg(figure, { theme: theme === "auto" ? "light" : theme }));
}
