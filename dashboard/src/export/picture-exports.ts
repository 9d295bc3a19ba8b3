import { ink } from "../state/theme.js";
import type { Exports } from "./export-menu.js";
import { pngOf } from "./svg-image.js";

/** A picture as an SVG document. */
export interface Drawing {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** Saves a picture as it is drawn; its pixels are painted from the same drawing. */
export function pictureExports(name: string, draw: () => Drawing, csv: () => string): Exports {
  return { name, csv, svg: () => draw().text, png: () => pngOf(draw(), ink.peek().paper) };
}
