import { cpus, loadavg } from "node:os";
import type { Row } from "./row.js";

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

/** The report as JSON, a row a line. */
export function reportText({ rows, ...head }: Report): string {
  const fields = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`);
  return `{\n${[...fields, `  "rows": [\n${lines.join(",\n")}\n  ]`].join(",\n")}\n}\n`;
}
