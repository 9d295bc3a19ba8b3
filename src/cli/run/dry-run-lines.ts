import { grouped, plural } from "../terminal/numbers.js";
import type { Style } from "../terminal/style.js";
import { table } from "../terminal/table.js";
import type { DryRun } from "./dry-run-report.js";

/** Bad records that are shown. */
const SHOWN = 3;

/** What a run would do, for people. */
export function dryRunLines(report: DryRun, style: Style): string[] {
  const { app, cluster, from, topic } = report;
  return [
    `${app} would read ${topic} from ${from}, in cluster ${cluster}:`,
    ...partitionLines(report, style),
    "",
    ...sampleLines(report),
    "",
    "It would write:",
    ...topicLines(report, style),
    ...labelLines(report),
    "",
    "Nothing was written, and no group was joined.",
  ];
}

function partitionLines({ partitions }: DryRun, style: Style): string[] {
  const columns = ["partition", "from", "end", "tried", "points"].map((title) => ({ title }));
  const rows = partitions.map(({ partition, from, end, records, points }) =>
    [partition, from, end, records, points].map(grouped),
  );
  return table(columns, rows, style).map((line) => `  ${line}`);
}

function sampleLines({ components, deadLetters, points, version }: DryRun): string[] {
  const bad = deadLetters.slice(0, SHOWN).map(({ error, source }) => `  ${source}: ${error}`);
  const dead = deadLetters.length === 0 ? [] : [`${plural(deadLetters.length, "dead letter")}:`, ...bad];
  if (points === 0)
    return [...dead, deadLetters.length === 0 ? "There is nothing to read yet." : "Not one record is a point."];
  const model =
    components === null
      ? "Too few points to fit a mixture."
      : `Tried on ${plural(points, "point")}: ${plural(components, "component")}, version ${grouped(version)}.`;
  return [...dead, model];
}

function topicLines({ create, writes }: DryRun, style: Style): string[] {
  const columns = ["topic", "partitions", ""].map((title, i) => {
    return { title, align: i === 1 ? ("right" as const) : ("left" as const) };
  });
  const missing = create ? "would be created" : "is missing: `mixtide topics create`";
  const rows = writes.map(({ topic, partitions, exists }) => [
    topic,
    String(partitions),
    exists ? "is there" : missing,
  ]);
  return table(columns, rows, style).map((line) => `  ${line}`);
}

function labelLines({ label }: DryRun): string[] {
  return label === undefined ? [] : ["", "A label:", `  ${JSON.stringify(label)}`];
}
