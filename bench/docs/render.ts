import type { Report } from "../report.js";
import type { Row } from "../row.js";
import { framed } from "./framed.js";
import { betweenMarks } from "./marks.js";
import { type Pivot, pivot, threeDigits } from "./pivot.js";

const shape = ({ d, k, covariance, data }: Row): string => `${d}, ${k} ${covariance}, ${data}`;
const implementation = ({ implementation: name, pruning }: Row): string => (pruning ? `${name}, pruned` : name);
const millions = (row: Row): string => threeDigits(row.points_per_second / 1e6);

/** Tables by the names of their suites. */
const TABLES: Readonly<Record<string, (report: Report) => Pivot>> = {
  kernel: () => ({ title: "M points/s; D, K", line: shape, column: implementation, cell: millions }),
  part: ({ peak_multiply_adds_per_second: peak }) => ({
    title: "G multiply-adds/s, share of the peak; D, K",
    line: shape,
    column: (row) => `${implementation(row)}: ${row.step}`,
    cell: ({ multiply_adds_per_second: speed = 0 }) =>
      `${threeDigits(speed / 1e9)} (${Math.round((100 * speed) / peak)} %)`,
  }),
  step: () => ({
    title: "step",
    line: ({ step = "" }) => step,
    column: () => "µs a point",
    cell: (row) => threeDigits(row.microseconds_per_point),
  }),
  pipeline: () => ({
    title: "k points/s (µs of processor time a point)",
    line: implementation,
    column: ({ format }) => (format === "json" ? "JSON, one point a message" : "packed, 1,000 points a message"),
    cell: ({ points_per_second: speed, processor_microseconds_per_point: µs = Number.NaN }) =>
      `${threeDigits(speed / 1e3)} (${threeDigits(µs)})`,
  }),
};

/**
 * Puts the figures of reports between the marks of a text, `<!-- SUITE -->` and `<!-- /SUITE -->`; suites that no
 * report has stay as they are.
 *
 * @throws Error when the text has no marks for a suite.
 */
export function render(text: string, reports: readonly Report[]): string {
  for (const report of reports)
    for (const name of new Set(report.rows.map((row) => row.name)))
      text = betweenMarks(text, "suite", name, section(report, name));
  return text;
}

function section(report: Report, name: string): string {
  const rows = report.rows.filter((row) => row.name === name);
  const peak = threeDigits(report.peak_multiply_adds_per_second / 1e9);
  return framed({ ...report, rows }, pivot(rows, TABLES[name]!(report)), `, peak ${peak} G multiply-adds/s`);
}
