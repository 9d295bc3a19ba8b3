import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it("bench/viewers.ts says what a viewer costs the server, and what being looked at costs a pipeline", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "bench/viewers.ts", "--tiny"]);
  expect(stdout).toMatch(/^1 viewers: \d+\.\d % of a core, \d+\.\d MB\/s, -?\d+\.\d\d % of a core each$/m);
  expect(stdout.match(/µs of processor time a point, looked at \d+\.\d+ \(× \d\.\d+\)$/gm)).toHaveLength(2);
});
