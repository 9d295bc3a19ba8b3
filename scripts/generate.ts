import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { generatedFiles } from "../src/config/generated-files.js";
import { metricsMarkdown } from "../src/telemetry/metrics/reference.js";
import { compileKernel } from "./compile-kernel.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const files: (readonly [string, string])[] = [
  ...generatedFiles(),
  ["docs/metrics.md", metricsMarkdown()],
  ...(await compileKernel()),
];
for (const [path, content] of files) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  process.stderr.write(`${path}\n`);
}
