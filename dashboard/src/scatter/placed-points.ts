import type { PointStore } from "../state/point-store.js";
import type { Projection } from "./projection.js";

/** Points in the picture's plane, before any scale; the oldest first. */
export interface PlacedPoints {
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

let [x, y] = [new Float32Array(), new Float32Array()];

/**
 * Projects the oldest `count` points that are here; the arrays are used again by the next call.
 */
export function placePoints(
  store: PointStore,
  count: number,
  { byScore, u, v, origin, features }: Projection,
): PlacedPoints {
  if (x.length < store.capacity) [x, y] = [new Float32Array(store.capacity), new Float32Array(store.capacity)];
  const { centres, coordinates, dimensions: D } = store;
  let [ox, oy] = [0, 0];
  for (let j = 0; j < D; j++) {
    ox += u[j]! * (centres[j]! - origin[j]!);
    oy += v[j]! * (centres[j]! - origin[j]!);
  }
  for (let i = 0; i < count; i++) {
    const at = store.row(i) * D;
    if (features !== undefined) {
      x[i] = coordinates[at + features[0]]! + ox;
      y[i] = coordinates[at + features[1]]! + oy;
      continue;
    }
    let [px, py] = [ox, oy];
    for (let j = 0; j < D; j++) {
      px += u[j]! * coordinates[at + j]!;
      py += v[j]! * coordinates[at + j]!;
    }
    x[i] = px;
    y[i] = byScore ? store.scores[store.row(i)]! : py;
  }
  return { count, x, y };
}
