import type { machine } from "../report.js";
import type { Row } from "./row.js";

/** What the evaluation found, and where; as it is written with `--json`. */
export interface Report extends ReturnType<typeof machine> {
  readonly command: string;
  /** Peers that are not there, and why. */
  readonly absent: readonly string[];
  readonly rows: readonly Row[];
}

/** The report as JSON, a row a line. */
export function reportText({ rows, ...head }: Report): string {
  const fields = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`);
  return `{\n${[...fields, `  "rows": [\n${lines.join(",\n")}\n  ]`].join(",\n")}\n}\n`;
}
