import type { Row } from "../row.js";

/** How rows become a table: one line for each `line`, one column for each `column`, in the order of the rows. */
export interface Pivot {
  readonly title: string;
  readonly line: (row: Row) => string;
  readonly column: (row: Row) => string;
  readonly cell: (row: Row) => string;
}

/** A table of Markdown. */
export function pivot(rows: readonly Row[], { title, line, column, cell }: Pivot): string {
  const columns = [...new Set(rows.map(column))];
  const lines = [...new Set(rows.map(line))];
  const cells = new Map(rows.map((row) => [JSON.stringify([line(row), column(row)]), cell(row)]));
  const body = lines.map((name) => [name, ...columns.map((c) => cells.get(JSON.stringify([name, c])) ?? "")]);
  return markdownTable([title, ...columns], body);
}

/** The first column to the left, the others, which are figures, to the right. */
export function markdownTable(head: readonly string[], body: readonly (readonly string[])[]): string {
  const rule = head.map((_, c) => (c === 0 ? "---" : "---:"));
  return [head, rule, ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A number to three digits. */
export const threeDigits = (value: number): string => {
  if (value >= 100) return String(Math.round(value));
  return value >= 10 ? value.toFixed(1) : value >= 1 ? value.toFixed(2) : value.toFixed(3).replace(/^0/, "");
};
