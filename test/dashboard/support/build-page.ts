import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the page was built for these tests. */
    readonly pageFolder: string;
  }
}

/** Builds the page as it is now; tests of yesterday's page would prove nothing. */
export async function setup(project: TestProject): Promise<() => void> {
  const outDir = mkdtempSync(join(tmpdir(), "mixtide-dashboard-"));
  const root = fileURLToPath(new URL("../../../dashboard", import.meta.url));
  // As it is built for use; what runs tests has set another mode.
  const mode = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  await build({ root, logLevel: "warn", build: { outDir } });
  process.env.NODE_ENV = mode;
  project.provide("pageFolder", outDir);
  return () => rmSync(outDir, { recursive: true, force: true });
}
