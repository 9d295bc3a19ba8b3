import { points } from "../state/live-state.js";
import { placedPoints } from "./paint-scene.js";
import { scene } from "./scene.js";

/** Pixels within which a point counts as pointed at. */
const REACH = 12;

/** Row of the point nearest to a place in the picture; undefined = none is near. */
export function pointAt(px: number, py: number): number | undefined {
  const [placed, at, store] = [placedPoints(), scene.peek(), points.peek()];
  if (placed === undefined || at === undefined || store === undefined) return undefined;
  const { x, y } = at;
  let best = REACH * REACH;
  let found: number | undefined;
  // The newest lie on top.
  for (let i = placed.count - 1; i >= 0; i--) {
    const dx = x.at(placed.x[i]!) - px;
    const dy = y.at(placed.y[i]!) - py;
    const distance = dx * dx + dy * dy;
    if (!(distance < best)) continue;
    best = distance;
    found = store.row(i);
  }
  return found;
}
