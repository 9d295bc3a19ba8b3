import type { machine } from "../report.js";

interface Framed extends ReturnType<typeof machine> {
  readonly command: string;
  readonly absent: readonly string[];
  readonly rows: readonly { readonly implementation: string; readonly version?: string }[];
}

/**
 * Figures between the command and machine that they come from, and the versions of the peers.
 *
 * @param more what else there is to say of the machine.
 */
export function framed({ absent, command, load, machine, node, rows }: Framed, figures: string, more = ""): string {
  const lines = [`\`${command}\`: ${machine}, Node ${node}, load ${load} before it began${more}.`, "", figures];
  const versions = rows.flatMap(({ implementation, version }) => (version ? [`${implementation} ${version}`] : []));
  if (versions.length > 0) lines.push("", `${[...new Set(versions)].join("; ")}.`);
  if (absent.length > 0) lines.push("", `Absent: ${absent.join("; ")}.`);
  return lines.join("\n");
}
