import type { Exports } from "../export/export-menu.js";
import { csvOf } from "../export/save.js";
import { exportCanvas, paintSvg, pngOf, scaled, standalone } from "../export/svg-image.js";
import { features, points } from "../state/live-state.js";
import { ink } from "../state/theme.js";
import { MARGIN } from "./paint-scene.js";
import { pointsOnShow } from "./scene.js";

const elements = () => {
  const box = document.querySelector(".scatter .plot")!;
  const svg = box.querySelector("svg")!;
  const canvas = box.querySelector("canvas")!;
  const { width, height } = svg.getBoundingClientRect();
  return { svg, canvas, width, height, paper: ink.peek().paper };
};

/** The scatter as a file: points as they were painted, everything else as lines and letters. */
export const scatterExports: Exports = {
  name: "points",
  async png() {
    const { canvas, height, paper, svg, width } = elements();
    const context = exportCanvas(width, height, paper);
    const { bottom, left, right, top } = MARGIN;
    context.drawImage(canvas, scaled(left), scaled(top), scaled(width - left - right), scaled(height - top - bottom));
    await paintSvg(context, standalone(svg, width, height), width, height);
    return await pngOf(context);
  },
  svg() {
    const { canvas, height, paper, svg, width } = elements();
    const { bottom, left, right, top } = MARGIN;
    const area = `x="${left}" y="${top}" width="${width - left - right}" height="${height - top - bottom}"`;
    const raster = `<image ${area} href="${canvas.toDataURL()}"/>`;
    return standalone(svg, width, height, paper).replace(/^(<svg[^>]*><rect[^>]*\/>)/, `$1${raster}`);
  },
  csv() {
    const store = points.peek();
    if (store === undefined) return "";
    const rows = Array.from({ length: pointsOnShow() }, (_, i) => {
      const r = store.row(i);
      const coordinates = Array.from({ length: store.dimensions }, (_, j) => Number(store.at(r, j).toPrecision(9)));
      return [
        store.ordinals[r]!,
        ...coordinates,
        store.components[r]!,
        store.sureness[r]! / 255,
        store.scores[r]!,
        store.flagged[r]!,
      ];
    });
    return csvOf([["ordinal", ...features.peek(), "component", "responsibility", "anomalyScore", "flagged"], ...rows]);
  },
};
