import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { loadConfig } from "../../../src/config/load-config.js";
import type { Label } from "../../../src/format/records.js";
import { ndjson, runCli } from "../support/run-cli.js";
import { temporaryFolder } from "../support/temporary.js";

test("--yes writes a configuration that lints, explains and runs", async () => {
  const folder = join(temporaryFolder(), "geyser");
  const { code, stdout, stderr } = await runCli(["init", "--yes", folder]);
  const path = join(folder, "config", "pipeline.yaml");
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${path}\n` });
  expect(stderr).toContain(`mixtide doctor ${path}, then mixtide run ${path};`);
  expect((await runCli(["lint", path])).code).toBe(0);
  expect((await runCli(["config", "explain", path])).stdout).toMatch(/^model\.components +2 /m);
  const run = await runCli(["run", path, "--input", "data/faithful.csv"]);
  expect(ndjson<Label>(run.stdout)).toHaveLength(272);
});

test("the defaults written as comments are the defaults", async () => {
  const folder = temporaryFolder();
  await runCli(["init", "--yes", folder]);
  const path = join(folder, "config", "pipeline.yaml");
  const { config } = loadConfig({ path });
  const bare =
    "app: geyser\nsource: { topic: points, from: earliest }\nfeatures: [eruptions, waiting]\nmodel: { components: 2 }\n" +
    "kafka: { brokers: ['localhost:9092'] }\ntopics: { create: true }\n";
  expect(config).toEqual(loadConfig({ text: bare }).config);
  const commented = readFileSync(path, "utf8").replace(/^( *)# (schedule|id|timestamp):/gm, "$1$2:");
  expect(loadConfig({ text: commented }).config).toMatchObject({
    id: "id",
    timestamp: "time",
    model: { schedule: { kind: "half-life", points: 10000 } },
  });
});

test("an existing configuration is kept unless --force is given", async () => {
  const folder = temporaryFolder();
  await runCli(["init", "--yes", folder]);
  const path = join(folder, "config", "pipeline.yaml");
  const { code, stderr } = await runCli(["init", "--yes", folder]);
  expect(code).toBe(1);
  expect(stderr).toBe(`mixtide init: ${path} exists already\n  Overwrite it with --force, or name another folder.\n`);
  expect((await runCli(["init", "--yes", "--force", folder])).code).toBe(0);
});

test("questions on a terminal; bad answers are asked again, empty ones take the example's", async () => {
  const folder = temporaryFolder();
  const stdin = "my model\nshop: eu\nshop\n a, , b\nload.cpu, yes, a:b\nmany\n\n";
  const { code, stderr } = await runCli(["init", folder], { stdin, interactive: true });
  expect(code).toBe(0);
  expect(stderr.match(/Name of the model\?/g)).toHaveLength(3);
  expect(stderr).toContain("A whole number of at least 1.");
  const { config } = loadConfig({ path: join(folder, "config", "pipeline.yaml") });
  expect(config).toMatchObject({ app: "shop", features: ["load.cpu", "yes", "a:b"], model: { components: 2 } });
});

test("leaving before the last question writes nothing", async () => {
  const folder = temporaryFolder();
  const left = await runCli(["init", folder], { stdin: "shop\n", interactive: true });
  expect(left.code).toBe(130);
  expect(left.stderr).toContain("left before the last question: nothing was written");
  const stop = new AbortController();
  const asked = runCli(["init", folder], {
    stdin: new Readable({ read: () => setImmediate(() => stop.abort()) }),
    signal: stop.signal,
    interactive: true,
  });
  expect((await asked).code).toBe(130);
  expect(existsSync(join(folder, "config"))).toBe(false);
});

test("without a terminal nobody can be asked", async () => {
  const folder = temporaryFolder();
  const { code, stderr } = await runCli(["init", folder]);
  expect(code).toBe(2);
  expect(stderr).toContain("Take the example with --yes.");
  expect(existsSync(join(folder, "config"))).toBe(false);
});
