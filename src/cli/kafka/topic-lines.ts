import type { Style } from "../terminal/style.js";
import { table } from "../terminal/table.js";
import type { TopicReport } from "./check-topics.js";

const DAY_MS = 86_400_000;

/** Topics as a table, findings below it. */
export function topicLines(reports: readonly TopicReport[], style: Style): string[] {
  const columns = ["", "topic", "partitions", "copies", "cleanup", "kept"].map((title, i) => {
    return { title, align: i === 2 || i === 3 ? ("right" as const) : ("left" as const) };
  });
  const rows = reports.map((report) => [
    mark(report, style),
    report.topic,
    String(report.partitions ?? "–"),
    String(report.replication ?? "–"),
    report.cleanup ?? "–",
    keptText(report),
  ]);
  const findings = reports.flatMap(({ findings, topic }) =>
    findings.flatMap(({ level, remedy, what }) => [
      `${style(level === "problem" ? "red" : "yellow", `${level}:`)} ${topic}: ${what}`,
      `  ${remedy}`,
    ]),
  );
  return [...table(columns, rows, style), ...findings];
}

function mark({ findings }: TopicReport, style: Style): string {
  if (findings.some(({ level }) => level === "problem")) return style("red", "✗");
  return findings.length === 0 ? style("green", "✓") : style("yellow", "!");
}

function keptText({ cleanup, exists, retention }: TopicReport): string {
  if (!exists || retention === undefined) return "–";
  if (cleanup === "compact") return "newest by key";
  if (retention < 0) return "for ever";
  return retention >= DAY_MS ? `${Math.round(retention / DAY_MS)} d` : `${Math.round(retention / 3_600_000)} h`;
}
