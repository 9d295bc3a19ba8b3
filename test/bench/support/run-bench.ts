import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Report } from "../../../bench/report.js";
import { runCommand } from "../../support/kafka/run-command.js";

/** Runs a benchmark as a person would, but with little data; gives what it printed and what it wrote. */
export async function runBench(
  script: string,
  args: readonly string[] = [],
): Promise<{ readonly printed: string; readonly report: Report }> {
  const folder = await mkdtemp(join(tmpdir(), "mixtide-bench-test-"));
  try {
    const json = join(folder, "report.json");
    const printed = await runCommand(process.execPath, ["--import", "tsx", script, "--tiny", "--json", json, ...args]);
    return { printed, report: JSON.parse(await readFile(json, "utf8")) as Report };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
