import { points, pointsTotal, unusual } from "../state/live-state.js";
import { shownEntry } from "../state/shown.js";
import { openPoint, point, shown } from "../state/view-state.js";
import type { Projection } from "./projection.js";
import type { Scene } from "./scene.js";

/** Of the unusual points so many are marked, the newest. */
const MARKED = 30;

/** Rings around unusual points; where one lies outside of the view, an arrow at the edge points to it. */
export function UnusualMarks({ at }: { at: Scene }) {
  const learned =
    shown.value === null ? Number.POSITIVE_INFINITY : (shownEntry.value?.learned ?? Number.POSITIVE_INFINITY);
  const marked = unusual.value.filter(({ ordinal }) => ordinal < learned).slice(-MARKED);
  return (
    <g class="unusual-marks">
      {marked.map(({ ordinal, score, values }) => {
        const place = placeOf(values, score, at.projection);
        return place && <Mark key={ordinal} ordinal={ordinal} place={place} at={at} />;
      })}
    </g>
  );
}

function Mark({ ordinal, place, at: { x, y } }: { ordinal: number; place: readonly [number, number]; at: Scene }) {
  const [px, py] = [x.at(place[0]), y.at(place[1])];
  const inside = within(px, x.range) && within(py, y.range);
  const open = (event: Event): void => {
    event.stopPropagation();
    openPoint(ordinal);
  };
  if (inside) return <circle cx={px} cy={py} r={7} onClick={open} />;
  const [ex, ey] = [clamped(px, x.range), clamped(py, y.range)];
  const angle = (Math.atan2(py - ey, px - ex) * 180) / Math.PI;
  return <path d="M-9 -5L1 0L-9 5Z" transform={`translate(${ex} ${ey}) rotate(${angle})`} onClick={open} />;
}

/** A cross at the point whose drawer is open. */
export function ChosenPoint({ at }: { at: Scene }) {
  pointsTotal.value;
  const store = points.value;
  const row = point.value === null ? undefined : store?.find(point.value);
  if (store === undefined || row === undefined) return null;
  const place = placeOf(
    Array.from({ length: store.dimensions }, (_, j) => store.at(row, j)),
    store.scores[row]!,
    at.projection,
  );
  if (place === undefined) return null;
  const [px, py] = [clamped(at.x.at(place[0]), at.x.range), clamped(at.y.at(place[1]), at.y.range)];
  return <path class="chosen" d={`M${px - 16} ${py}h10M${px + 6} ${py}h10M${px} ${py - 16}v10M${px} ${py + 6}v10`} />;
}

function placeOf(
  values: readonly (number | null)[],
  score: number,
  { byScore, origin, u, v }: Projection,
): readonly [number, number] | undefined {
  let [px, py] = [0, 0];
  for (let j = 0; j < values.length; j++) {
    if (u[j] === 0 && v[j] === 0) continue;
    const value = values[j];
    if (value === null || value === undefined || Number.isNaN(value)) return undefined;
    px += u[j]! * (value - origin[j]!);
    py += v[j]! * (value - origin[j]!);
  }
  return [px, byScore ? score : py];
}

const within = (p: number, range: readonly [number, number]): boolean =>
  p >= Math.min(...range) && p <= Math.max(...range);
const clamped = (p: number, range: readonly [number, number]): number =>
  Math.min(Math.max(...range) - 4, Math.max(Math.min(...range) + 4, p));
