import { scaleOf } from "../../../src/plot/scale.js";
import type { Size } from "../shell/use-size.js";
import { points } from "../state/live-state.js";
import { mixtureOf } from "../state/mixtures.js";
import { shownSnapshot } from "../state/shown.js";
import { ink } from "../state/theme.js";
import { component, hovered } from "../state/view-state.js";
import { type PlacedPoints, placePoints } from "./placed-points.js";
import type { Projection } from "./projection.js";
import { paintPoints, radiusFor } from "./raster.js";
import { pointsOnShow, projection, type Scene, scene } from "./scene.js";
import { steadyDomain, type ViewDomain, wantedDomain } from "./view-domain.js";

/** Room for axes around the plot's area. */
export const MARGIN = { left: 56, right: 12, top: 12, bottom: 44 };

/** More pixels a page pixel cost more than they show. */
const MOST_PIXEL_RATIO = 2;

let domain: { readonly of: Projection; readonly view: ViewDomain } | undefined;
let placed: PlacedPoints | undefined;

/** The points as they lie in the picture, the oldest first. */
export const placedPoints = (): PlacedPoints | undefined => placed;

/** Paints the points on a canvas that fills the plot's area, and tells the overlay where things are. */
export function paintScene(canvas: HTMLCanvasElement, { width, height }: Size): void {
  const plane = projection.peek();
  const store = points.peek();
  const area = { width: width - MARGIN.left - MARGIN.right, height: height - MARGIN.top - MARGIN.bottom };
  if (plane === undefined || store === undefined || area.width < 20 || area.height < 20) return;
  const begun = performance.now();
  placed = placePoints(store, pointsOnShow(), plane);
  const next = sceneOf(plane, placed, area);
  paint(canvas, area, next);
  canvas.dataset.drawMs = (performance.now() - begun).toFixed(2);
  canvas.dataset.points = String(placed.count);
  tell(next);
}

function sceneOf(plane: Projection, placed: PlacedPoints, { width, height }: Size): Scene {
  const snapshot = shownSnapshot.peek();
  const wanted = wantedDomain(placed, snapshot && mixtureOf(snapshot), plane);
  const view = steadyDomain(domain?.of === plane ? domain.view : undefined, wanted);
  domain = { of: plane, view };
  return {
    projection: plane,
    x: scaleOf(view.x, [MARGIN.left, MARGIN.left + width]),
    y: scaleOf(view.y, [MARGIN.top + height, MARGIN.top]),
  };
}

function paint(canvas: HTMLCanvasElement, area: Size, { x, y }: Scene): void {
  const ratio = Math.min(devicePixelRatio || 1, MOST_PIXEL_RATIO);
  const [width, height] = [Math.round(area.width * ratio), Math.round(area.height * ratio)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d");
  const store = points.peek();
  if (context === null || store === undefined || placed === undefined) return;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer).fill(opaque(ink.peek().paper));
  const looked = hovered.peek() ?? component.peek();
  const map = {
    x0: (x.at(0) - MARGIN.left) * ratio,
    xSlope: x.slope * ratio,
    y0: (y.at(0) - MARGIN.top) * ratio,
    ySlope: y.slope * ratio,
  };
  paintPoints(pixels, width, height, placed, map, radiusFor(placed.count) * ratio, {
    colours: store.colours,
    row: (i) => store.row(i),
    isMuted: (row) => looked !== null && store.components[row] !== looked,
  });
  context.putImageData(image, 0, 0);
}

/** 0xAABBGGRR of #rrggbb. */
function opaque(hex: string): number {
  const rgb = Number.parseInt(hex.slice(1), 16);
  return (0xff000000 | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}

/** Only what moved is drawn anew. */
function tell(next: Scene): void {
  const before = scene.peek();
  const same =
    before !== undefined &&
    before.projection === next.projection &&
    [0, 1].every(
      (i) =>
        before.x.domain[i] === next.x.domain[i] &&
        before.y.domain[i] === next.y.domain[i] &&
        before.x.range[i] === next.x.range[i] &&
        before.y.range[i] === next.y.range[i],
    );
  if (!same) scene.value = next;
}
