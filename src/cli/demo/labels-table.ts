import type { Label } from "../../format/records.js";
import { significant } from "../terminal/numbers.js";
import type { Style } from "../terminal/style.js";
import { table } from "../terminal/table.js";

/**
 * Points and what their labels say, one a row.
 *
 * @param names those of the points' fields.
 * @param points the fields of each label's point, as texts.
 */
export function labelsTable(
  names: readonly string[],
  points: readonly (readonly string[])[],
  labels: readonly Label[],
  style: Style,
): string[] {
  const titles = [...names, "component", "responsibility", "log density", "anomaly score"];
  const rows = labels.map(({ anomaly, component, logDensity, responsibilities }, i) => [
    ...(points[i] ?? []),
    String(component),
    significant(responsibilities[component] ?? 0, 4),
    logDensity.toFixed(3),
    anomaly.score.toFixed(3),
  ]);
  return table(
    titles.map((title) => ({ title })),
    rows,
    style,
  );
}
