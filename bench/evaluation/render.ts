import { framed } from "../docs/framed.js";
import { betweenMarks } from "../docs/marks.js";
import { markdownTable, threeDigits } from "../docs/pivot.js";
import type { Report } from "./report.js";
import { share } from "./share.js";
import { type Spread, type Summary, summaries } from "./summary.js";

const COLUMNS: readonly (readonly [title: string, cell: (summary: Summary) => string])[] = [
  ["", ({ implementation }) => implementation],
  ["AUC", ({ auc }) => spreadText(auc)],
  ["average precision", ({ averagePrecision }) => spreadText(averagePrecision)],
  ["k points/s", ({ pointsPerSecond }) => thousands(pointsPerSecond)],
  ["with warm-up", ({ pointsPerSecondWithWarmup }) => thousands(pointsPerSecondWithWarmup)],
  ["second half", ({ pointsPerSecondLater }) => thousands(pointsPerSecondLater)],
];

/**
 * Puts the figures of a report between the marks of a text, `<!-- DATA -->` and `<!-- /DATA -->`.
 *
 * @throws Error when the text has no marks for a data set.
 */
export function render(text: string, report: Report): string {
  for (const data of new Set(report.rows.map((row) => row.data)))
    text = betweenMarks(text, "data set", data, section(report, data));
  return text;
}

function section(report: Report, data: string): string {
  const found = summaries(report.rows.filter((row) => row.data === data));
  const body = found.map((summary) => COLUMNS.map(([, cell]) => cell(summary)));
  const head = COLUMNS.map(([title]) => title);
  return framed(report, markdownTable(head, body));
}

function spreadText({ highest, lowest, mean }: Spread): string {
  return `**${share(mean, DECIMALS)}** (${share(lowest, DECIMALS)} … ${share(highest, DECIMALS)})`;
}

/** What a few thousand anomalies can tell. */
const DECIMALS = 4;

function thousands(pointsPerSecond: number | undefined): string {
  return pointsPerSecond === undefined ? "" : threeDigits(pointsPerSecond / 1e3);
}
