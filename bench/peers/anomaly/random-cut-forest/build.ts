import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "../../../../test/support/kafka/run-command.js";

const POM = fileURLToPath(new URL("pom.xml", import.meta.url));
const SOURCE = fileURLToPath(new URL("RandomCutForestPeer.java", import.meta.url));
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "mixtide-bench");

/** A collector without a share in the work of the thread that is timed. */
const FLAGS = ["-XX:+UseSerialGC", "-Xmx1g"];

/**
 * Lets Maven fetch the forest and compiles the program against it, once for both, and keeps them in the user's cache.
 *
 * @returns the command that starts it.
 * @throws Error when there is no Maven or no Java, or the forest cannot be fetched.
 */
export async function buildRandomCutForest(): Promise<readonly [string, ...string[]]> {
  const [pom, source] = await Promise.all([readFile(POM, "utf8"), readFile(SOURCE, "utf8")]);
  const digest = createHash("sha256").update(pom).update(source).digest("hex");
  const folder = join(CACHE, `random-cut-forest-${digest.slice(0, 12)}`);
  if (!existsSync(folder)) await build(folder);
  const version = /<randomcutforest\.version>(.*)</.exec(pom)?.[1] ?? "unknown";
  return [javaTool("java"), ...FLAGS, "-cp", classPath(folder), "RandomCutForestPeer", version];
}

/** Built aside and renamed when whole: an interrupted download is never taken for the forest. */
async function build(folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const aside = await mkdtemp(join(CACHE, "building-"));
  try {
    const to = [`-DoutputDirectory=${aside}`, "-DincludeScope=runtime"];
    await runCommand("mvn", ["-q", "-B", "-f", POM, "dependency:copy-dependencies", ...to]);
    await runCommand(javaTool("javac"), ["-cp", classPath(aside), "-d", aside, SOURCE]);
    await rename(aside, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Jars and the compiled program. */
function classPath(folder: string): string {
  return [folder, join(folder, "*")].join(delimiter);
}

function javaTool(name: string): string {
  return process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", name) : name;
}
