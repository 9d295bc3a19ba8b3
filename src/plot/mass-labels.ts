import { distanceOf, type Ellipse, MASSES } from "./ellipse.js";
import { element, escapeText } from "./markup.js";
import type { Scale } from "./scale.js";
import { percent } from "./ticks.js";

/** Room for a label inside the edges. */
const [BESIDE, ABOVE, BELOW] = [24, 12, 6];

/** Rings closer together than this, in pixels, cannot be told apart by their labels. */
const CLOSEST = 24;

/**
 * Names the shares of mass on the rings of one component: the widest one that is wholly in sight, else the widest.
 * Where its rings lie too close, a note in the corner says it for all.
 */
export function drawMassLabels(ellipses: readonly Ellipse[], x: Scale, y: Scale): string {
  const widest = (candidates: readonly Ellipse[]) =>
    candidates.reduce<Ellipse | undefined>(
      (best, e) => (best === undefined || e.minor > best.minor ? e : best),
      undefined,
    );
  const chosen = widest(ellipses.filter((e) => inSight(e, x, y))) ?? widest(ellipses);
  if (chosen === undefined) return "";
  if (extents(chosen).height < CLOSEST || extents(chosen).width < CLOSEST / 2) return note(x, y);
  return MASSES.map((mass, i) => massLabel(chosen, mass, i, x, y)).join("");
}

function note(x: Scale, y: Scale): string {
  const text = `rings hold ${MASSES.map(percent).join(", ")} of a component`;
  const place = { x: x.range[1] - 6, y: y.range[1] + ABOVE + 2, "text-anchor": "end" };
  return element("text", { class: "halo soft small", ...place }, escapeText(text));
}

/** Half the extents of the ring at distance 1: its deviations in pixels, and how far aside its highest point is. */
function extents({ major, minor, degrees }: Ellipse): { width: number; height: number; aside: number } {
  const angle = (degrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const height = Math.hypot(major * sine, minor * cosine);
  const aside = ((major ** 2 - minor ** 2) * sine * cosine) / (height || 1);
  return { width: Math.hypot(major * cosine, minor * sine), height, aside };
}

function inSight(e: Ellipse, x: Scale, y: Scale): boolean {
  const reach = distanceOf(Math.max(...MASSES));
  const { width, height } = extents(e);
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  return (
    e.cx - reach * width >= left &&
    e.cx + reach * width <= right &&
    e.cy - reach * height >= top &&
    e.cy + reach * height <= bottom
  );
}

/** At the highest point of the ring; every other one at the lowest, as rings may lie close. */
function massLabel(e: Ellipse, mass: number, i: number, x: Scale, y: Scale): string {
  const { height, aside } = extents(e);
  const distance = distanceOf(mass) * (i % 2 === 0 ? -1 : 1);
  const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
  const left = within(e.cx + aside * distance, x.range[0] + BESIDE, x.range[1] - BESIDE);
  const baseline = within(e.cy + height * distance + 4, y.range[1] + ABOVE, y.range[0] - BELOW);
  return element(
    "text",
    { class: "halo ink small", x: left, y: baseline, "text-anchor": "middle" },
    escapeText(percent(mass)),
  );
}
