import { plural, significant } from "../terminal/numbers.js";
import type { Style } from "../terminal/style.js";
import { table } from "../terminal/table.js";
import type { Difference } from "./difference.js";

/** A difference for people. */
export function differenceLines({ from, to, points, matched, born, died }: Difference, style: Style): string[] {
  const between = points > 0 ? `, ${plural(points, "point")} later` : "";
  const names = from.model === to.model ? [from.model, ""] : [from.model, `${to.model} `];
  const title = `${names[0]} version ${from.version} → ${names[1]}version ${to.version}${between}`;
  const columns = [
    { title: "component" },
    { title: "weight before" },
    { title: "after" },
    { title: "moved" },
    { title: "spread" },
  ];
  const rows = matched.map(({ id, weight, moved, spread }) => [
    String(id),
    ...weight.map((one) => significant(one, 4)),
    `${significant(moved, 3)} σ`,
    `× ${significant(spread, 3)}`,
  ]);
  const listed = (ids: Difference["born"]): string =>
    ids.map(({ id, weight }) => `${id} (weight ${significant(weight, 3)})`).join(", ");
  return [
    style("bold", title),
    "",
    ...(rows.length > 0 ? table(columns, rows, style) : ["No component is in both: they are matched by id."]),
    ...(born.length > 0 ? ["", `new: ${listed(born)}`] : []),
    ...(died.length > 0 ? ["", `gone: ${listed(died)}`] : []),
  ];
}
