import type { Snapshot } from "../../format/records.js";
import { meanAndDeviation, significant } from "../terminal/numbers.js";
import type { Style } from "../terminal/style.js";
import { type Column, table, tableWidth } from "../terminal/table.js";

type Component = Snapshot["components"][number];

/**
 * The components of a mixture, heaviest first: weight, and mean ± standard deviation of every feature.
 *
 * One row a component where that fits across, else one row a component and feature.
 *
 * @param names D names of the coordinates.
 * @param width cells across.
 */
export function componentsTable(
  components: readonly Component[],
  names: readonly string[],
  style: Style,
  width: number,
): string[] {
  const sorted = [...components].sort((a, b) => b.weight - a.weight);
  const columns: Column[] = [{ title: "component" }, { title: "weight" }, ...names.map((title) => ({ title }))];
  const rows = sorted.map((component) => [
    String(component.id),
    significant(component.weight, 4),
    ...names.map((_, j) => meanText(component, j).join(" ± ")),
  ]);
  return tableWidth(columns, rows) <= width ? table(columns, rows, style) : longTable(sorted, names, style);
}

function longTable(components: readonly Component[], names: readonly string[], style: Style): string[] {
  const columns: Column[] = [
    { title: "component" },
    { title: "weight" },
    { title: "feature", align: "left" },
    { title: "mean" },
    { title: "deviation" },
  ];
  const rows = components.flatMap((component) =>
    names.map((name, j) => {
      const first = j === 0 ? [String(component.id), significant(component.weight, 4)] : ["", ""];
      return [...first, name, ...meanText(component, j)];
    }),
  );
  return table(columns, rows, style);
}

function meanText({ mean, covariance }: Component, j: number): [string, string] {
  return meanAndDeviation(mean[j] ?? Number.NaN, Math.sqrt(covariance[j]?.[j] ?? Number.NaN));
}
