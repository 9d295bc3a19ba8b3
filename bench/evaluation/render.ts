import { threeDigits } from "../docs/pivot.js";
import type { Report } from "./report.js";
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
  for (const data of new Set(report.rows.map((row) => row.data))) {
    const marks = new RegExp(`(<!-- ${data} -->\n).*?(<!-- /${data} -->)`, "s");
    if (!marks.test(text)) throw new Error(`the text has no marks for the data set ${data}`);
    text = text.replace(marks, (_, open, close) => `${open}${section(report, data)}\n${close}`);
  }
  return text;
}

function section({ absent, command, load, machine, node, rows }: Report, data: string): string {
  const found = summaries(rows.filter((row) => row.data === data));
  const lines = [`\`${command}\`: ${machine}, Node ${node}, load ${load} before it began.`, "", table(found)];
  const versions = found.flatMap(({ implementation, version }) => (version ? [`${implementation} ${version}`] : []));
  if (versions.length > 0) lines.push("", `${versions.join("; ")}.`);
  if (absent.length > 0) lines.push("", `Absent: ${absent.join("; ")}.`);
  return lines.join("\n");
}

function table(found: readonly Summary[]): string {
  const head = COLUMNS.map(([title]) => title);
  const rule = COLUMNS.map((_, c) => (c === 0 ? "---" : "---:"));
  const body = found.map((summary) => COLUMNS.map(([, cell]) => cell(summary)));
  return [head, rule, ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function spreadText({ highest, lowest, mean }: Spread): string {
  return `**${share(mean)}** (${share(lowest)} … ${share(highest)})`;
}

/** Four decimals, which is what a few thousand anomalies can tell; no zero in front. */
function share(value: number): string {
  return value.toFixed(4).replace(/^0/, "");
}

function thousands(pointsPerSecond: number | undefined): string {
  return pointsPerSecond === undefined ? "" : threeDigits(pointsPerSecond / 1e3);
}
