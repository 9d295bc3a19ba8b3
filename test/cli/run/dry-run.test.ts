import { expect, test } from "vitest";
import type { DryRun } from "../../../src/cli/run/dry-run-report.js";
import { labelSchema } from "../../../src/format/records.js";
import { CONFIG, MemoryApp } from "../support/memory-app.js";

const WRITES = new Set(["writer", "begin", "append", "commit", "createTopics", "growTopic", "join", "commitPositions"]);

test("says what would be written, and writes nothing, joins nothing, fences nobody", async () => {
  const called: string[] = [];
  const app = new MemoryApp({
    partitions: 2,
    faults: ({ name }) => {
      called.push(name);
      return undefined;
    },
  });
  app.produce(300, 0, 0);
  app.produce(100, 300, 1);
  app.cluster.produce("points", 1, [{ value: Buffer.from("{}") }]);
  const { code, stdout, stderr } = await app.run(["run", "CONFIG", "--dry-run"], {
    env: { MIXTIDE_MODEL_REFITS: "false" },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(called.filter((name) => WRITES.has(name))).toEqual([]);
  expect(stdout).toContain("clusters would read points from earliest, in cluster memory:\n");
  expect(stdout).toMatch(/^ +1 +0 +101 +101 +100$/m);
  expect(stdout).toMatch(/^1 dead letter:\n {2}points\/1\/100: /m);
  expect(stdout).toContain("Tried on 400 points: 2 components, version 2.\n");
  expect(stdout).toMatch(/^ {2}clusters\.labels +2 +is missing: `mixtide topics create`$/m);
  expect(stdout).toContain("Nothing was written, and no group was joined.\n");
  const { admin } = app.cluster.connect({ clientId: "test" });
  expect(await admin.listTopics()).toEqual(["points"]);
});

test("--json is one object, with a label as it would be", async () => {
  const app = new MemoryApp();
  app.produce(50); // fewer than the warm-up
  const { code, stdout } = await app.run(["run", "CONFIG", "--dry-run", "--json"]);
  expect(code).toBe(0);
  const report = JSON.parse(stdout) as DryRun;
  expect(report).toMatchObject({ app: "clusters", topic: "points", points: 50, version: 0, deadLetters: [] });
  expect(labelSchema.parse(report.label)).toMatchObject({ id: "p0", source: { topic: "points", offset: "0" } });
});

test("goes on from the state where there is one, and leaves it alone", async () => {
  const app = new MemoryApp();
  app.produce(400);
  await app.run(["topics", "create", "CONFIG"]);
  await app.runUntil(async () => (await app.count("clusters.labels")) === 400);
  app.produce(40, 400);
  const exported = async () => (await app.run(["state", "export", "CONFIG"])).stdout;
  const before = await exported();
  const report = JSON.parse((await app.run(["run", "CONFIG", "--dry-run", "--json"])).stdout) as DryRun;
  expect(report.from).toMatch(/^the state, unit \d+$/);
  expect(report.partitions).toEqual([{ partition: 0, from: 400, end: 440, records: 40, points: 40 }]);
  expect(report.writes.every(({ exists }) => exists)).toBe(true);
  expect(await exported()).toBe(before);
});

test("records that are all bad, and none at all", async () => {
  const app = new MemoryApp({ config: CONFIG.replace("[x, y]", "[x, name]") });
  expect((await app.run(["run", "CONFIG", "--dry-run"])).stdout).toContain("There is nothing to read yet.\n");
  app.produce(20);
  const { stdout } = await app.run(["run", "CONFIG", "--dry-run"], { env: { MIXTIDE_MODEL_REFITS: "false" } });
  expect(stdout).toContain("20 dead letters:\n  points/0/0: ");
  expect(stdout).toContain("Not one record is a point.\n");
});
