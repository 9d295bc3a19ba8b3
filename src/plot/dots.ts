import { element, short } from "./markup.js";

/** Beyond this many, dots of one colour share a path: a tenth of the bytes, but no outline of their own. */
const MOST_CIRCLES = 1500;

/** Pixels of points, by colour. */
export type Dots = ReadonlyMap<string, readonly (readonly [number, number])[]>;

/** Sorts points by colour; those with a coordinate that is not finite are left out. */
export function dotsOf(
  count: number,
  colour: (i: number) => string,
  at: (i: number) => readonly [number, number],
): Dots {
  const groups = new Map<string, (readonly [number, number])[]>();
  for (let i = 0; i < count; i++) {
    const pixel = at(i);
    if (!Number.isFinite(pixel[0]) || !Number.isFinite(pixel[1])) continue;
    const key = colour(i);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [pixel]);
    else group.push(pixel);
  }
  return groups;
}

/** Filled dots; the more there are, the smaller and fainter, so that density shows. */
export function drawDots(dots: Dots, options: { radius?: number; opacity?: number; outlined?: boolean } = {}): string {
  let count = 0;
  for (const group of dots.values()) count += group.length;
  const radius = options.radius ?? radiusFor(count);
  const opacity = options.opacity ?? (count <= 500 ? 0.85 : count <= 3000 ? 0.65 : 0.55);
  const draw = (options.outlined ?? count <= MOST_CIRCLES) ? circles : path;
  return [...dots].map(([colour, group]) => draw(group, colour, radius, opacity)).join("");
}

function radiusFor(count: number): number {
  if (count <= 400) return 3.6;
  if (count <= 1500) return 2.8;
  return count <= 4000 ? 2 : 1.5;
}

type Drawer = (
  group: readonly (readonly [number, number])[],
  colour: string,
  radius: number,
  opacity: number,
) => string;

const circles: Drawer = (group, colour, radius, opacity) =>
  element(
    "g",
    { class: "outline", fill: colour, "fill-opacity": opacity, "stroke-width": 0.6 },
    ...group.map(([cx, cy]) => element("circle", { cx, cy, r: radius })),
  );

/** Segments of length 0 with round ends are dots. */
const path: Drawer = (group, colour, radius, opacity) =>
  element("path", {
    class: "dots",
    stroke: colour,
    "stroke-opacity": opacity,
    "stroke-width": 2 * radius,
    d: group.map(([x, y]) => `M${short(Math.round(x * 10) / 10)} ${short(Math.round(y * 10) / 10)}h0`).join(""),
  });
