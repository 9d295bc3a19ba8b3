import { cpus } from "node:os";
import type { Row } from "./row.js";

/** Rows with the machine and the Node they were measured on. */
export function report(rows: readonly Row[]): Record<string, unknown> {
  return { machine: `${cpus()[0]?.model ?? "unknown"} × ${cpus().length}`, node: process.version, rows };
}

/** Rows as a table for people. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.name,
    row.step ?? row.implementation,
    `D${row.d} K${row.k} ${row.covariance}`,
    row.data,
    row.microseconds_per_point.toFixed(3),
    (row.points_per_second / 1e6).toFixed(3),
  ]);
  const all = [["suite", "what", "shape", "data", "µs/point", "M points/s"], ...lines];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((line) => line[column]!.length)));
  return all
    .map((line) =>
      line
        .map((cell, c) => cell.padEnd(widths[c]!))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
