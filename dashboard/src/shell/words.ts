import { brief, percent } from "../../../src/plot/ticks.js";

export { brief, percent };

/** 12,345. */
export const grouped = (count: number): string => Math.round(count).toLocaleString("en-US");

/** 1 point, 2 points. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** A clock time; with the day where it is not today's. */
export function timeOfDay(ms: number, now = Date.now()): string {
  const time = new Date(ms).toLocaleTimeString("en-GB");
  const day = new Date(ms).toLocaleDateString("sv-SE");
  return day === new Date(now).toLocaleDateString("sv-SE") ? time : `${day} ${time}`;
}

/** How long ago: 5 s, 3 min, 2 h, 4 d. */
export function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** Nats, or a dash. */
export const nats = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : value.toFixed(3).replace("-", "−");

/** A feature's name without its unit: `waiting (minutes)` → `waiting`. */
export const withoutUnit = (name: string): string => name.replace(/ +\([^()]*\)$/, "");

/** How rare: 1 in 2,300. */
export const rarity = (pValue: number): string => `1 in ${grouped(1 / pValue)}`;

/** What the ellipses mean. */
export const RINGS = "A cluster's rings hold 39.3 % (1σ), 86.5 % (2σ) and 95 % (dashed) of it.";
