import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";

const PROMTOOL = process.env.PROMTOOL ?? "promtool";
const promtool = (...args: string[]) => spawnSync(PROMTOOL, args, { encoding: "utf8" });
const missing = promtool("--version").error !== undefined;

// Without it the rules are tested as text only, in alerts.test.ts.
describe.skipIf(missing)("promtool, where it is installed (or PROMTOOL names it)", () => {
  it.each([
    ["reads the configuration and the rules", ["check", "config", "config/observability/prometheus.yml"]],
    ["sees every alert fire when it should", ["test", "rules", "test/compose/observability/alerts.promtool.yml"]],
  ])("%s", (_, args) => {
    const { status, stdout, stderr } = promtool(...args);
    expect(status, stdout + stderr).toBe(0);
  });
});
