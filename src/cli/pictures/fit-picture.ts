import { svg } from "../../plot/figure.js";
import { panels } from "../../plot/panels.js";
import { type PointsPicture, pointsFigure, traceFigure } from "./figures.js";

export interface FitPicture extends PointsPicture {
  /** Mean log-likelihood before the first and after every iteration, nats a point. */
  readonly trace: readonly number[];
}

/** The picture of a batch fit as an SVG document: points with their components, and how the log-likelihood rose. */
export function fitPicture({ trace, ...picture }: FitPicture): string {
  return svg(panels([pointsFigure(picture), traceFigure(trace)]));
}
