import { writeFileSync } from "node:fs";
import type { BenchArguments } from "./arguments.js";
import { writeDocs } from "./docs/write-docs.js";
import { type Report, reportText } from "./report.js";
import { table } from "./table.js";

const KEPT = new URL("../docs/performance/", import.meta.url);

/**
 * Prints a report for people, and writes the files that were asked for.
 *
 * @param name of the report's own file beside the docs.
 */
export function publish(name: string, report: Report, { docs, json }: BenchArguments): void {
  const peak = (report.peak_multiply_adds_per_second / 1e9).toFixed(2);
  console.log(`${report.machine}, Node ${report.node}, load ${report.load}, ${peak} G multiply-adds/s in WebAssembly`);
  for (const suite of new Set(report.rows.map((row) => row.name)))
    console.log(`\n${table(report.rows.filter((row) => row.name === suite))}`);
  console.log();
  for (const peer of report.absent) console.log(`absent: ${peer}`);
  if (json !== undefined) writeFileSync(json, reportText(report));
  if (!docs) return;
  writeFileSync(new URL(`${name}.json`, KEPT), reportText(report));
  writeDocs([report]);
}
