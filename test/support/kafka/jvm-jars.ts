import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "./run-command.js";

const POM = fileURLToPath(new URL("pom.xml", import.meta.url));
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "mixtide-tests");

/** The Java of `JAVA_HOME`, or else of the search path. */
export const JAVA = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", "java") : "java";

/** The class path of the Kafka that pom.xml names, fetched by Maven at first and kept in the user's cache. */
export async function kafkaClassPath(): Promise<string> {
  const folder = await jarFolder();
  if (!existsSync(folder)) await fetchJars(folder);
  return join(folder, "*");
}

async function jarFolder(): Promise<string> {
  const digest = createHash("sha256")
    .update(await readFile(POM))
    .digest("hex");
  return join(CACHE, `kafka-${digest.slice(0, 12)}`);
}

/** Fetched aside and renamed when whole: an interrupted download is never taken for a broker, and two may fetch at once. */
async function fetchJars(folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const aside = await mkdtemp(join(CACHE, "fetching-"));
  try {
    const to = [`-DoutputDirectory=${aside}`, "-DincludeScope=runtime"];
    await runCommand("mvn", ["-q", "-B", "-f", POM, "dependency:copy-dependencies", ...to]);
    await rename(aside, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Why no broker can run as a Java process here, or undefined when one can. */
export async function jvmObstacle(): Promise<string | undefined> {
  const version = await runCommand(JAVA, ["-XshowSettings:properties", "-version"]).catch(() => undefined);
  if (version === undefined) return "there is no java";
  const major = Number(/java\.specification\.version = (\d+)/.exec(version)?.[1] ?? 0);
  if (major < 17) return "Java is older than 17";
  const maven = await runCommand("mvn", ["--version"]).catch(() => undefined);
  return maven === undefined && !existsSync(await jarFolder()) ? "there is no mvn" : undefined;
}
