import { type Drawing, pictureExports } from "../export/picture-exports.js";
import { csvOf } from "../export/save.js";
import { standalone } from "../export/svg-image.js";
import { features, points } from "../state/live-state.js";
import { ink } from "../state/theme.js";
import { MARGIN } from "./paint-scene.js";
import { pointsOnShow } from "./scene.js";

/** The scatter as a file: points as they were painted, everything else as lines and letters. */
export const scatterExports = pictureExports("points", drawing, csv);

function drawing(): Drawing {
  const canvas = document.querySelector<HTMLCanvasElement>(".scatter canvas")!;
  const svg = document.querySelector<SVGSVGElement>(".plot > svg")!;
  const { height, width } = canvas.getBoundingClientRect();
  return standalone(
    svg,
    `<rect width="100%" height="100%" fill="${ink.peek().paper}" stroke="none"/>` +
      `<image x="${MARGIN.left}" y="${MARGIN.top}" width="${width}" height="${height}" href="${canvas.toDataURL()}"/>`,
  );
}

function csv(): string {
  const store = points.peek();
  if (store === undefined) return "";
  const { components, dimensions, flagged, ordinals, scores, sureness } = store;
  const rows = Array.from({ length: pointsOnShow() }, (_, i) => {
    const r = store.row(i);
    const coordinates = Array.from({ length: dimensions }, (_, j) => Number(store.at(r, j).toPrecision(9)));
    return [ordinals[r], ...coordinates, components[r], sureness[r]! / 255, scores[r], flagged[r]];
  });
  return csvOf([["ordinal", ...features.peek(), "component", "responsibility", "anomalyScore", "flagged"], ...rows]);
}
