import { expect, test } from "vitest";
import { AuthenticationError, AuthorizationError } from "../../../src/broker/errors.js";
import type { Check } from "../../../src/cli/doctor/check.js";
import { nodeCheck } from "../../../src/cli/doctor/examine.js";
import { CONFIG, MemoryApp } from "../support/memory-app.js";
import { ndjson, type RunOptions } from "../support/run-cli.js";

async function examined(
  app: MemoryApp,
  options: RunOptions = {},
): Promise<{ code: number; checks: Map<string, Check> }> {
  const { code, stdout } = await app.run(["doctor", "CONFIG", "--json"], options);
  return { code, checks: new Map(ndjson<Check>(stdout).map((check) => [check.name, check])) };
}

test("a healthy app: everything is looked at, and a point is shown", async () => {
  const app = new MemoryApp();
  app.produce(300);
  await app.run(["topics", "create", "CONFIG"]);
  await app.runUntil(async () => (await app.count("clusters.labels")) === 300);
  app.produce(5, 300);
  const { code, checks } = await examined(app);
  expect(code).toBe(0);
  expect([...checks.values()].filter(({ result }) => result === "failed")).toEqual([]);
  expect(checks.get("broker memory:9092")?.message).toMatch(/^answers in \d+ ms, cluster memory$/);
  expect(checks.get("topic clusters.state")).toMatchObject({ result: "ok", message: "1 partition, 1 copy" });
  expect(checks.get("records")?.message).toBe("200 records read; the first: (9.0000, 9.0000)");
  expect(checks.get("state")?.message).toMatch(/^unit \d+, 300 points$/);
  expect(checks.get("lag")).toEqual({ result: "note", name: "lag", message: "5 offsets behind the input" });
  const { stdout } = await app.run(["doctor", "CONFIG"]);
  expect(stdout).toMatch(/^✓ node: \d+/);
  expect(stdout).toContain("\n✓ right: group clusters: granted\n");
});

test("it leaves nothing behind and takes nothing from whoever runs", async () => {
  const called: string[] = [];
  const app = new MemoryApp({
    faults: ({ name, phase, transactionalId }) => {
      if (phase === "before") called.push(transactionalId === undefined ? name : `${name} ${transactionalId}`);
      return undefined;
    },
  });
  app.produce(10);
  await examined(app);
  expect(called.filter((call) => /^(begin|append|commit|join|createTopics|growTopic)/.test(call))).toEqual([]);
  expect(called.filter((call) => call.startsWith("writer"))).toEqual(["writer clusters-doctor"]);
});

test("missing topics fail; where the first run makes them, they are noted", async () => {
  const app = new MemoryApp();
  app.produce(10);
  const { code, checks } = await examined(app);
  expect(code).toBe(1);
  expect(checks.get("topic clusters.labels")).toMatchObject({
    result: "failed",
    message: "it does not exist",
    remedy: `\`mixtide topics create ${app.config}\` makes it`,
  });
  const env = { MIXTIDE_TOPICS_CREATE: "true" };
  const later = await examined(app, { env });
  expect(later.code).toBe(0);
  expect(later.checks.get("topic clusters.labels")?.result).toBe("note");
});

test("a missing input topic, with the nearest", async () => {
  const app = new MemoryApp({ partitions: 0 });
  app.cluster.createTopics([{ topic: "point", partitions: 1, cleanup: "delete" }]);
  const { code, checks } = await examined(app);
  expect(code).toBe(1);
  expect(checks.get("topics")?.remedy).toContain("Did you mean point?");
});

test("records that are no points: reasons", async () => {
  const app = new MemoryApp({ config: CONFIG.replace("[x, y]", "[x, name]") });
  app.produce(20);
  const { code, checks } = await examined(app, { env: { MIXTIDE_TOPICS_CREATE: "true" } });
  expect(code).toBe(1);
  expect(checks.get("records")).toMatchObject({ result: "failed", message: "none of 20 records is a point" });
  expect(checks.get("records")?.remedy).toMatch(
    /^points\/0\/0: .*name.*\n.*\n.*\nCompare features and source.format with the records: the first of these has numbers at x, y\.$/,
  );
});

test("an empty input, some bad records, and records from the future are noted", async () => {
  const app = new MemoryApp();
  const env = { MIXTIDE_TOPICS_CREATE: "true" };
  expect((await examined(app, { env })).checks.get("records")?.result).toBe("note");
  app.produce(3);
  app.cluster.produce("points", 0, [{ value: Buffer.from("{}") }]);
  const value = Buffer.from('{"x":1,"y":2}');
  app.cluster.produce("points", 0, [{ value, timestamp: Date.now() + 3_600_000 }]);
  const { code, checks } = await examined(app, { env });
  expect(code).toBe(0);
  expect(checks.get("records")?.message).toMatch(/^1 of 5 records are no points; the first: \(/);
  expect(checks.get("clock")?.message).toMatch(/^a record is 3,(600|599) s ahead of this clock$/);
});

test("missing rights: each by itself, and the commands that grant them", async () => {
  const app = new MemoryApp({
    config: CONFIG.replace("[memory:9092] }", "[memory:9092], sasl: { mechanism: plain, username: ann } }"),
    faults: ({ name, phase }) =>
      phase === "before" && (name === "groupPositions" || name === "writer")
        ? { error: new AuthorizationError(`no right to ${name}`) }
        : undefined,
  });
  app.produce(10);
  const { code, checks } = await examined(app, { env: { MIXTIDE_KAFKA_SASL_PASSWORD: "hunter2" } });
  expect(code).toBe(1);
  expect(checks.get("right: read points")?.result).toBe("ok");
  expect(checks.get("right: group clusters")?.message).toBe("no right to groupPositions");
  expect(checks.get("right: transactional id clusters-…")?.result).toBe("failed");
  const commands = checks.get("rights")?.remedy?.split("\n");
  expect(commands).toHaveLength(4);
  expect(commands?.[1]).toBe(
    "kafka-acls.sh --bootstrap-server memory:9092 --add --allow-principal User:ann --operation Read --operation Write " +
      "--operation Describe --operation DescribeConfigs --operation Create --operation Alter --topic clusters. " +
      "--resource-pattern-type prefixed",
  );
});

test("a bad password: no further checks, and where the password came from", async () => {
  const app = new MemoryApp({
    config: CONFIG.replace("[memory:9092] }", "[memory:9092], sasl: { mechanism: plain, username: ann } }"),
    faults: ({ name }) =>
      name === "clusterId" ? { error: new AuthenticationError("invalid credentials") } : undefined,
  });
  const { code, checks } = await examined(app, { env: { MIXTIDE_KAFKA_SASL_PASSWORD: "hunter2" } });
  expect(code).toBe(1);
  expect(checks.get("broker memory:9092")).toMatchObject({
    result: "failed",
    message: "invalid credentials",
    remedy: 'Check kafka.sasl: mechanism plain, and name and secret of user "ann" (MIXTIDE_KAFKA_SASL_PASSWORD).',
  });
  expect(checks.get("topics, rights, records, state")?.result).toBe("skip");
});

test("a state that is lost, one of other settings, and a topic made anew", async () => {
  const app = new MemoryApp();
  app.produce(300);
  await app.run(["topics", "create", "CONFIG"]);
  await app.runUntil(async () => (await app.count("clusters.labels")) === 300);
  const other = await examined(app, { env: { MIXTIDE_MODEL_COMPONENTS: "3" } });
  expect(other.checks.get("state")).toMatchObject({ result: "failed" });
  expect(other.checks.get("state")?.message).toContain("components 2, now it is 3");
  app.cluster.deleteRecords({ topic: "points", partition: 0 }, 300);
  app.produce(10, 300);
  app.cluster.deleteRecords({ topic: "points", partition: 0 }, 305);
  const overtaken = await examined(app);
  expect(overtaken.checks.get("retention")?.message).toBe("points/0: 5 offsets went before they were learned");
  app.cluster.deleteRecords({ topic: "clusters.state", partition: 0 }, app.cluster.inspect("clusters.state", 0).end);
  const lost = await examined(app);
  expect(lost.code).toBe(1);
  expect(lost.checks.get("state")?.message).toContain("the state was lost");
  expect(lost.checks.get("state")?.remedy).toContain(`mixtide state reset ${app.config}`);
});

test.each([
  ["18.20.0", "failed"],
  ["20.18.3", "failed"],
  ["20.19.0", "ok"],
  ["24.1.0", "ok"],
])("Node %s: %s", (version, result) => {
  expect(nodeCheck(version).result).toBe(result);
});
