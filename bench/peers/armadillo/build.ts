import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename } from "node:fs/promises";
import { cpus, homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../../../test/support/kafka/run-command.js";

const SOURCE = fileURLToPath(new URL("armadillo.cpp", import.meta.url));
const FLAGS = ["-O3", "-march=native", "-DNDEBUG", "-DARMA_NO_DEBUG"];
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "mixtide-bench");

/**
 * Compiles the program once for its source and this processor, and keeps it in the user's cache.
 *
 * @returns its path.
 * @throws Error when there is no compiler, or Armadillo is not there for it.
 */
export async function buildArmadillo(): Promise<string> {
  const source = await readFile(SOURCE);
  const digest = createHash("sha256")
    .update(source)
    .update(FLAGS.join(" "))
    .update(cpus()[0]?.model ?? "");
  const program = join(CACHE, `armadillo-${digest.digest("hex").slice(0, 12)}`);
  if (existsSync(program)) return program;
  await mkdir(CACHE, { recursive: true });
  const aside = `${program}-${process.pid}`;
  await runCommand("g++", [...FLAGS, SOURCE, "-o", aside, "-larmadillo"]).catch(() => {
    throw new Error("no g++ with Armadillo's headers");
  });
  await rename(aside, program);
  return program;
}
