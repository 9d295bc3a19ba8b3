import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildWorkers } from "../chaos/build-workers.js";

const folder = mkdtempSync(join(tmpdir(), "mixtide-threads-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program that does nothing to end itself: it ends when no thread is left. */
async function run(program: string, args: readonly string[], flags: readonly string[] = []): Promise<string> {
  const all = [...flags, "--import", "tsx", `test/threads/support/${program}`, ...args];
  return (await promisify(execFile)(process.execPath, all)).stdout;
}

describe.each(["from sources", "as built"])("threads %s", (how) => {
  let module = "src/threads.ts";
  beforeAll(async () => {
    // <folder>/test/chaos/worker.js
    if (how === "as built") module = join(dirname(await buildWorkers(folder, undefined)), "../../src/threads.js");
  });

  it("are gone when the fit is done", async () => {
    expect(await run("end.ts", [module, "success"])).toBe("fitted in 3 iterations\n");
  });

  it("are gone when the fit has been aborted", async () => {
    expect(await run("end.ts", [module, "abort"])).toBe("AbortError\n");
  });

  /** The flag makes sure that V8 compiles when they end. */
  it("take nobody with them, though their code is still being compiled", async () => {
    expect(await run("short-fits.ts", [module], ["--concurrent-recompilation-delay=5"])).toBe("fitted 5 times\n");
  });
});
