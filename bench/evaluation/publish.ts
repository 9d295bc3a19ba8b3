import { readFileSync, writeFileSync } from "node:fs";
import type { BenchArguments } from "../arguments.js";
import { render } from "./render.js";
import { type Report, reportText } from "./report.js";
import { type Summary, summaries } from "./summary.js";

const DOCS = new URL("../../docs/accuracy.md", import.meta.url);
const KEPT = new URL("../../docs/accuracy/evaluate.json", import.meta.url);

/** Prints a report for people, and writes the files that were asked for. */
export function publish(report: Report, { docs, json }: BenchArguments): void {
  console.log(`${report.machine}, Node ${report.node}, load ${report.load}`);
  for (const data of new Set(report.rows.map((row) => row.data))) {
    console.log(
      `\n${data}${" ".repeat(28 - data.length)}     AUC  average precision  k points/s  with warm-up  second half`,
    );
    for (const found of summaries(report.rows.filter((row) => row.data === data))) console.log(lineOf(found));
  }
  console.log();
  for (const peer of report.absent) console.log(`absent: ${peer}`);
  if (json !== undefined) writeFileSync(json, reportText(report));
  if (!docs) return;
  writeFileSync(KEPT, reportText(report));
  writeFileSync(DOCS, render(readFileSync(DOCS, "utf8"), report));
}

function lineOf(found: Summary): string {
  const thousands = (value: number | undefined): string => (value === undefined ? "" : (value / 1e3).toFixed(1));
  const cells = [
    found.implementation.padEnd(28),
    found.auc.mean.toFixed(4).padStart(8),
    found.averagePrecision.mean.toFixed(4).padStart(19),
    thousands(found.pointsPerSecond).padStart(12),
    thousands(found.pointsPerSecondWithWarmup).padStart(14),
    thousands(found.pointsPerSecondLater).padStart(13),
  ];
  return cells.join("").trimEnd();
}
