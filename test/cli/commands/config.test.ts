import { expect, test } from "vitest";
import type { ExplainedSetting } from "../../../src/config/explain.js";
import { ndjson, runCli } from "../support/run-cli.js";
import { temporaryFile } from "../support/temporary.js";

const FILE = `app: geyser
source: { topic: points, from: earliest }
features: [eruptions, waiting]
model: { components: 2 }
`;

test("explain: every setting, its value, and where that came from", async () => {
  const file = temporaryFile("pipeline.yaml", FILE);
  const { code, stdout } = await runCli(["config", "explain", file, "--json"], { env: { MIXTIDE_MODEL_SEED: "7" } });
  expect(code).toBe(0);
  const settings = new Map(ndjson<ExplainedSetting>(stdout).map(({ path, ...setting }) => [path, setting]));
  expect(settings.get("model.components")).toEqual({ value: "2", origin: `${file}:4:10` });
  expect(settings.get("model.seed")).toEqual({ value: "7", origin: "MIXTIDE_MODEL_SEED" });
  expect(settings.get("commit.interval")).toEqual({ value: "500ms", origin: "default" });
  const table = await runCli(["config", "explain", file]);
  expect(table.stdout).toMatch(/^setting +value +from +variable$/m);
  expect(table.stdout).toMatch(/^model\.covariance +full +default +MIXTIDE_MODEL_COVARIANCE$/m);
});

test("explain refuses a bad configuration", async () => {
  const { code, stdout, stderr } = await runCli(["config", "explain", temporaryFile("bad.yaml", "app: 1\n")]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
  expect(stderr).toMatch(/^mixtide config: the configuration has \d+ problems:\n/);
});

test("schema: a JSON Schema that names the settings", async () => {
  const { code, stdout } = await runCli(["config", "schema"]);
  expect(code).toBe(0);
  const schema = JSON.parse(stdout) as { properties: Record<string, { properties: object }> };
  expect(Object.keys(schema.properties.model?.properties ?? {})).toContain("components");
});

test("which of the two has to be said", async () => {
  const { code, stderr } = await runCli(["config"]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: "mixtide config: a subcommand is missing\n  See `mixtide config --help`.\n",
  });
  expect((await runCli(["config", "explian", "x.yaml"])).stderr).toContain("Did you mean explain?");
});
