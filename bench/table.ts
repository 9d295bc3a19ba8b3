import type { Row } from "./row.js";

type Column = readonly [title: string, cell: (row: Row) => string];

const COLUMNS: readonly Column[] = [
  ["suite", (row) => row.name],
  ["implementation", (row) => row.implementation],
  ["step", ({ step }) => step ?? ""],
  ["pruning", ({ pruning }) => (pruning === undefined ? "" : pruning ? "yes" : "no")],
  ["messages", ({ format }) => format ?? ""],
  ["shape", ({ d, k, covariance }) => `D${d} K${k} ${covariance}`],
  ["data", ({ data }) => data],
  ["µs/point", (row) => row.microseconds_per_point.toFixed(3)],
  ["M points/s", (row) => (row.points_per_second / 1e6).toFixed(3)],
  ["processor µs/point", ({ processor_microseconds_per_point: µs }) => µs?.toFixed(3) ?? ""],
  ["G multiply-adds/s", ({ multiply_adds_per_second: speed }) => (speed ? (speed / 1e9).toFixed(2) : "")],
  ["nats/point", ({ mean_log_likelihood: mean }) => mean?.toFixed(6) ?? ""],
];

/** Rows as a table for people; columns in which there is nothing are left out. */
export function table(rows: readonly Row[]): string {
  const columns = COLUMNS.filter(([, cell]) => rows.some((row) => cell(row) !== ""));
  const lines = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, cell]) => cell(row)))];
  const widths = columns.map((_, c) => Math.max(...lines.map((line) => line[c]!.length)));
  const padded = lines.map((line) => line.map((cell, c) => cell.padEnd(widths[c]!)).join("  "));
  return padded.map((line) => line.trimEnd()).join("\n");
}
