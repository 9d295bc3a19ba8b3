import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import type { Row } from "./row.js";
import { table } from "./table.js";

/** What a benchmark found, and where; as it is written with `--json`. */
export interface Report {
  readonly command: string;
  readonly machine: string;
  readonly node: string;
  /** Processes that wanted the processors when the benchmark began, on average over a minute. */
  readonly load: number;
  readonly peak_multiply_adds_per_second: number;
  /** Peers that are not there, and why. */
  readonly absent: readonly string[];
  readonly rows: readonly Row[];
}

/** The machine that this runs on; take it before there is work on it. */
export function machine(): Pick<Report, "machine" | "node" | "load"> {
  const [processor] = cpus();
  const load = Number((loadavg()[0] ?? 0).toFixed(1));
  return { machine: `${processor?.model.trim() ?? "unknown"} × ${cpus().length}`, node: process.version, load };
}

/** Prints it for people, and writes the file when there is to be one. */
export function publish(report: Report, json: string | undefined): void {
  const peak = (report.peak_multiply_adds_per_second / 1e9).toFixed(2);
  console.log(`${report.machine}, Node ${report.node}, load ${report.load}, ${peak} G multiply-adds/s in WebAssembly`);
  for (const name of new Set(report.rows.map((row) => row.name)))
    console.log(`\n${table(report.rows.filter((row) => row.name === name))}`);
  console.log();
  for (const peer of report.absent) console.log(`absent: ${peer}`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report, null, 2)}\n`);
}
