import type { Style } from "./style.js";

/**
 * Names and values under each other.
 *
 * @returns lines without a line end.
 */
export function facts(entries: readonly (readonly [name: string, value: string])[], style: Style): string[] {
  const size = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${style("dim", name.padEnd(size))}  ${value}`);
}
