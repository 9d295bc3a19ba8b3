import { expect, test } from "vitest";
import { MemoryApp } from "../support/memory-app.js";
import { ndjson } from "../support/run-cli.js";

const OWN = ["labels", "alerts", "snapshots", "model", "state", "journal", "dead-letters"].map(
  (name) => `clusters.${name}`,
);

test("create makes every topic with settings of its own, and says what a single broker means", async () => {
  const app = new MemoryApp({ partitions: 3 });
  const { code, stdout, stderr } = await app.run(["topics", "create", "CONFIG"]);
  expect(code).toBe(0);
  expect(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.split(":")[0]),
  ).toEqual(OWN);
  expect(stdout).toContain("clusters.labels: created (3 partitions, 1 copy, delete)\n");
  expect(stdout).toContain("clusters.state: created (1 partition, 1 copy, compact)\n");
  expect(stderr).toBe(
    "warning: one copy of each record: a lost disk loses the state. Three copies need three brokers.\n",
  );
  const { admin } = app.cluster.connect({ clientId: "test" });
  const described = await admin.describeTopics(OWN);
  for (const { settings } of described.values())
    expect(settings).toMatchObject({ "unclean.leader.election.enable": "false" });
  // A snapshot is one record, which may be larger than Kafka takes by itself.
  const large = OWN.filter((topic) => described.get(topic)?.settings["max.message.bytes"] !== "1048588");
  expect(large).toEqual(["clusters.snapshots", "clusters.model"]);
  expect(described.get("clusters.journal")?.settings["retention.ms"]).toBe("-1");
  expect(described.get("clusters.state")?.settings["segment.bytes"]).toBe("33554432");
});

test("create makes three copies where there are as many brokers, and leaves what is there alone", async () => {
  const app = new MemoryApp({ brokers: 5 });
  app.cluster.createTopics([{ topic: "clusters.labels", partitions: 7, cleanup: "delete", replication: 2 }]);
  const { code, stdout, stderr } = await app.run(["topics", "create", "CONFIG", "--json"]);
  expect(code).toBe(0);
  const topics = ndjson<{ topic: string; created: boolean; replication: number; settings: object }>(stdout);
  expect(topics.map(({ topic, created }) => [topic, created])).toEqual(
    OWN.map((topic) => [topic, topic !== "clusters.labels"]),
  );
  expect(topics[1]).toMatchObject({ replication: 3, settings: { "min.insync.replicas": "2" } });
  expect(stderr).toContain("What was there is left as it is: `mixtide topics check");
  const { admin } = app.cluster.connect({ clientId: "test" });
  const described = await admin.describeTopics(["clusters.labels", "clusters.state"]);
  expect(described.get("clusters.labels")).toMatchObject({ partitions: 7, replication: 2 });
  expect(described.get("clusters.state")).toMatchObject({ partitions: 1, replication: 3 });
});

test("what create has made, check finds nothing wrong with", async () => {
  const app = new MemoryApp({ brokers: 3, partitions: 0 });
  app.cluster.createTopics([{ topic: "points", partitions: 2, cleanup: "delete", replication: 3 }]);
  await app.run(["topics", "create", "CONFIG"]);
  const { code, stdout, stderr } = await app.run(["topics", "check", "CONFIG"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^✓ +points +2 +3 +delete +for ever$/m);
  expect(stdout).toMatch(/^✓ +clusters\.labels +2 +3 +delete +7 d$/m);
  expect(stdout).toMatch(/^✓ +clusters\.state +1 +3 +compact +newest by key$/m);
  expect(stdout).not.toMatch(/problem|note/);
});

test("check names every missing topic, and ends with 1", async () => {
  const app = new MemoryApp();
  const { code, stdout, stderr } = await app.run(["topics", "check", "CONFIG", "--json"]);
  expect(code).toBe(1);
  const reports = ndjson<{ topic: string; exists: boolean; findings: { remedy: string }[] }>(stdout);
  expect(reports.map(({ topic, exists }) => [topic, exists])).toEqual([
    ["points", true],
    ...OWN.map((t) => [t, false]),
  ]);
  expect(reports[1]?.findings[0]?.remedy).toBe(`\`mixtide topics create ${app.config}\` makes it`);
  expect(stderr).toBe("mixtide topics: 7 problems in the topics of clusters\n");
});

test("a missing input topic: the nearest that there is", async () => {
  const app = new MemoryApp({ partitions: 0 });
  app.cluster.createTopics([{ topic: "pionts", partitions: 1, cleanup: "delete" }]);
  for (const command of ["create", "check"]) {
    const { code, stdout, stderr } = await app.run(["topics", command, "CONFIG"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(
      'mixtide topics: there is no topic "points" in this cluster, or no right to see it\n' +
        "  Did you mean pionts? The name stands in source.topic.\n",
    );
  }
});

test("a configuration without a cluster", async () => {
  const app = new MemoryApp({
    config: "app: a\nsource: { topic: t, from: earliest }\nfeatures: [x]\nmodel: { components: 1 }\n",
  });
  const { code, stderr } = await app.run(["topics", "check", "CONFIG"]);
  expect(code).toBe(3);
  expect(stderr).toContain("kafka.brokers  missing: name the cluster");
});

test("alerts have a topic with as many partitions as the input, and none where nobody wants them", async () => {
  const app = new MemoryApp({ partitions: 3 });
  const { stdout } = await app.run(["topics", "create", "CONFIG"]);
  expect(stdout).toContain("clusters.alerts: created (3 partitions, 1 copy, delete)\n");
  const { admin } = app.cluster.connect({ clientId: "test" });
  const described = await admin.describeTopics(["clusters.alerts"]);
  expect(described.get("clusters.alerts")?.settings).toMatchObject({
    "retention.ms": "2592000000",
    "message.timestamp.type": "LogAppendTime",
  });
  const env = { MIXTIDE_ALERTS_ANOMALIES: "false", MIXTIDE_ALERTS_DRIFT: "false" };
  const silent = new MemoryApp();
  for (const command of ["create", "check"]) {
    const quiet = await silent.run(["topics", command, "CONFIG"], { env });
    expect(quiet.code).toBe(0);
    expect(quiet.stdout).not.toContain("alerts");
  }
});
