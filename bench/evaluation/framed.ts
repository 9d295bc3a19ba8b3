import type { Report } from "./report.js";

/** Figures between the command and machine that they come from, and the versions of the peers. */
export function framed({ absent, command, load, machine, node, rows }: Report, figures: string): string {
  const lines = [`\`${command}\`: ${machine}, Node ${node}, load ${load} before it began.`, "", figures];
  const versions = rows.flatMap(({ implementation, version }) => (version ? [`${implementation} ${version}`] : []));
  if (versions.length > 0) lines.push("", `${[...new Set(versions)].join("; ")}.`);
  if (absent.length > 0) lines.push("", `Absent: ${absent.join("; ")}.`);
  return lines.join("\n");
}
