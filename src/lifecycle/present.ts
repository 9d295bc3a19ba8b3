import { deathOf } from "./death.js";
import { inParts, type Scene } from "./scene.js";
import { rowsOf, rowsWhere, type ScoredPoints, youngerFrom } from "./scored-points.js";
import { isStray } from "./strays.js";

/** Deviations by which more points must have been strays in the older half than in the younger one. */
const CLEARLY = 4;

/**
 * The scene as it is now: without the older half of the points, where that shows a past that is over. It is, when a
 * component that it needs has no points in the younger half, or when far more of its points are strays: they would be
 * taken for clusters that call for a component.
 */
export function present(scene: Scene): Scene {
  const { all, mixture } = scene;
  const younger = youngerFrom(all);
  let over = hasLostStrays(all, younger);
  for (let k = 0; k < mixture.components && mixture.components > 1; k++)
    over ||= deathOf(scene, k, all, younger).proven && !deathOf(scene, k, all).proven;
  return over
    ? inParts(
        scene,
        rowsOf(
          all,
          rowsWhere(all, (i) => i >= younger),
        ),
      )
    : scene;
}

function hasLostStrays(points: ScoredPoints, younger: number): boolean {
  let older = 0;
  let now = 0;
  for (let i = 0; i < points.batch.count; i++)
    if (isStray(points, i)) {
      if (i < younger) older++;
      else now++;
    }
  return older - now > CLEARLY * Math.sqrt(older + now);
}
