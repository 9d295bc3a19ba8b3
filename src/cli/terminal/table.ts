import { stripVTControlCharacters } from "node:util";
import type { Style } from "./style.js";

export interface Column {
  readonly title: string;
  /** Numbers go to the right (default), words to the left. */
  readonly align?: "left" | "right";
}

const GAP = "  ";

/**
 * Rows of text under a header, columns as wide as their widest cell.
 *
 * @returns lines without a line end.
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[], style: Style): string[] {
  const widths = columns.map(({ title }, j) => Math.max(width(title), ...rows.map((row) => width(row[j] ?? ""))));
  const lineOf = (cells: readonly string[]): string =>
    columns
      .map(({ align }, j) => pad(cells[j] ?? "", widths[j] ?? 0, align ?? "right"))
      .join(GAP)
      .trimEnd();
  const header = lineOf(columns.map(({ title }) => title));
  return [style("dim", header), ...rows.map(lineOf)];
}

/** Cells a table of these rows takes across. */
export function tableWidth(columns: readonly Column[], rows: readonly (readonly string[])[]): number {
  return Math.max(...table(columns, rows, (_, text) => text).map(width));
}

function pad(text: string, size: number, align: "left" | "right"): string {
  const space = " ".repeat(Math.max(0, size - width(text)));
  return align === "left" ? text + space : space + text;
}

/** Cells that text takes: colours take none. */
function width(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
