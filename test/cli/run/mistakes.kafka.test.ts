import { readFileSync } from "node:fs";
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from "kafkajs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Check } from "../../../src/cli/doctor/check.js";
import { type Right, rightsOf } from "../../../src/cli/kafka/rights.js";
import { withAdmin } from "../../support/kafka/direct-admin.js";
import { type JvmCluster, startJvmCluster } from "../../support/kafka/jvm-cluster.js";
import { hasJvmKafka } from "../../support/kafka/kafka-brokers.js";
import { KafkaApp } from "../support/kafka-app.js";
import { ndjson } from "../support/run-cli.js";
import { temporaryFile } from "../support/temporary.js";

const PASSWORD = "open-sesame-93";
/** Before the client's own patience of 30 s is at its end. */
const SOON_MS = 25_000;
const MALLORYS = "nothing-at-all";

describe.skipIf(!hasJvmKafka())("every mistake ends in a message that says what to do", () => {
  let cluster: JvmCluster;
  beforeAll(async () => {
    const users = { alice: PASSWORD, mallory: MALLORYS };
    cluster = await startJvmCluster({ nodes: 1, security: { users, superUsers: ["alice"] } });
  });
  afterAll(() => cluster.stop());

  /** Runs a configuration that reaches for the cluster in a wrong way. */
  async function fails(kafka: object, env: NodeJS.ProcessEnv = {}) {
    const app = await new KafkaApp(cluster.brokers).setUp(10);
    const wrong = { ...(JSON.parse(readFileSync(app.config, "utf8")) as object), kafka };
    const began = performance.now();
    const path = temporaryFile("wrong.yaml", JSON.stringify(wrong));
    const { code, stdout, stderr } = await app.run(["run", path], { env });
    const ms = performance.now() - began;
    await app.broker.close();
    expect(stdout).toBe("");
    for (const secret of [PASSWORD, MALLORYS, "wrong-password"]) expect(stderr).not.toContain(secret);
    return { code, ms, stderr, path };
  }

  const sasl = (username: string) => ({ mechanism: "scram-sha-256", username });
  const withPassword = (password: string) => ({ MIXTIDE_KAFKA_SASL_PASSWORD: password });

  test("a wrong port", async () => {
    const { code, ms, stderr } = await fails({ brokers: ["127.0.0.1:1"] });
    expect(code).toBe(4);
    expect(stderr).toContain("127.0.0.1:1: nothing listens there. Is the broker running, and is this its address?");
    expect(ms).toBeLessThan(SOON_MS);
  });

  test("a wrong host", async () => {
    const { code, stderr } = await fails({ brokers: ["no-such-host.invalid:9092"] });
    expect(code).toBe(4);
    expect(stderr).toMatch(/no-such-host\.invalid:9092: (there is no host of that name|the host's name could not)/);
  });

  test("TLS where there is none", async () => {
    const { code, ms, stderr } = await fails({ brokers: cluster.brokers, ssl: true });
    expect(code).toBe(4);
    expect(stderr).toContain(`${cluster.brokers[0]} speaks no TLS: leave kafka.ssl out, or take the port with TLS.`);
    expect(ms).toBeLessThan(SOON_MS);
  });

  test("no TLS where there is some", async () => {
    const { ssl } = cluster.access!;
    const { code, ms, stderr } = await fails({ brokers: ssl });
    expect(code).toBe(4);
    expect(stderr).toContain(`${ssl[0]} speaks TLS: set kafka.ssl to true, or take the port without TLS.`);
    expect(ms).toBeLessThan(SOON_MS);
  });

  test("a certificate that nobody here trusts", async () => {
    const { ssl } = cluster.access!;
    const { code, stderr } = await fails({ brokers: ssl, ssl: true });
    expect(code).toBe(4);
    expect(stderr).toContain("its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT): name the certificate of");
  });

  test("no login where one is asked for", async () => {
    const { code, ms, stderr } = await fails({ brokers: cluster.access!.sasl });
    expect(code).toBe(4);
    expect(stderr).toContain("set kafka.sasl");
    expect(ms).toBeLessThan(SOON_MS);
  });

  test("a wrong password", async () => {
    const kafka = { brokers: cluster.access!.sasl, sasl: sasl("alice") };
    const { code, ms, stderr } = await fails(kafka, withPassword("wrong-password"));
    expect(code).toBe(4);
    expect(stderr).toContain(
      'Check kafka.sasl: mechanism scram-sha-256, and name and secret of user "alice" (MIXTIDE_KAFKA_SASL_PASSWORD).',
    );
    expect(ms).toBeLessThan(SOON_MS);
  });

  test("no rights: what is needed, and by doctor the commands", async () => {
    const kafka = { brokers: cluster.access!.sasl, sasl: sasl("mallory") };
    const { code, ms, stderr, path } = await fails(kafka, withPassword(MALLORYS));
    expect([1, 4]).toContain(code);
    expect(stderr).toMatch(/no right to see it|This app needs Read, Describe/);
    expect(ms).toBeLessThan(SOON_MS);
    const app = new KafkaApp(cluster.brokers);
    const doctor = await app.run(["doctor", path, "--json"], { env: withPassword(MALLORYS) });
    await app.broker.close();
    expect(doctor.code).toBe(1);
    const checks = ndjson<Check>(doctor.stdout);
    const commands = checks.find(({ name }) => name === "rights")?.remedy?.split("\n") ?? [];
    expect(commands).toHaveLength(4);
    for (const command of commands) expect(command).toContain("--allow-principal User:mallory");
  });

  test("the rights that are named are all that a run needs", async () => {
    const app = await new KafkaApp(cluster.brokers).setUp(300);
    const kafka = { brokers: cluster.access!.sasl, sasl: sasl("mallory") };
    const path = temporaryFile(
      "allowed.yaml",
      JSON.stringify({ ...(JSON.parse(readFileSync(app.config, "utf8")) as object), kafka }),
    );
    await grant(cluster.brokers, "mallory", rightsOf(app.app, app.input));
    const env = { ...withPassword(MALLORYS), MIXTIDE_TOPICS_CREATE: "true" };
    const stop = new AbortController();
    let log = "";
    const onStderr = (text: string): void => {
      log += text;
    };
    const running = app.run(["run", path], { env, signal: stop.signal, onStderr });
    const ended = running.then(({ stderr }) => Promise.reject(new Error(stderr)));
    const labelled = async (): Promise<void> => {
      while ((await app.read("labels").catch(() => [])).length < 300) await new Promise((done) => setTimeout(done, 50));
    };
    await Promise.race([labelled(), ended]);
    ended.catch(() => undefined);
    stop.abort();
    expect((await running).code).toBe(0);
    expect(log).not.toMatch(/AUTHORIZATION|"level":"error"/);
    const doctor = await app.run(["doctor", path, "--json"], { env });
    expect(ndjson<Check>(doctor.stdout).filter(({ result }) => result === "failed")).toEqual([]);
    for (const args of [
      ["topics", "check"],
      ["state", "show"],
      ["state", "export"],
    ])
      expect((await app.run([...args, path], { env })).code).toBe(0);
    expect((await app.run(["state", "reset", path, "--yes"], { env })).code).toBe(0);
    await app.broker.close();
  });

  test("a topic that is not there, by a letter", async () => {
    const app = await new KafkaApp(cluster.brokers).setUp(1);
    const text = readFileSync(app.config, "utf8");
    const path = temporaryFile("wrong.yaml", text.replace(`"topic":"${app.input}"`, `"topic":"${app.input}s"`));
    const { code, stderr } = await app.run(["run", path]);
    await app.broker.close();
    expect(code).toBe(1);
    expect(stderr).toContain(`there is no topic "${app.input}s" in this cluster`);
    expect(stderr).toContain(`Did you mean ${app.input}? The name stands in source.topic.`);
  });

  test("a text as a feature is told once, loudly", async () => {
    const app = await new KafkaApp(cluster.brokers).setUp(50);
    const text = readFileSync(app.config, "utf8");
    const path = temporaryFile("wrong.yaml", text.replace('["x","y"]', '["x","name"]'));
    const stop = new AbortController();
    let told = "";
    const running = app.run(["run", path], {
      signal: stop.signal,
      env: { MIXTIDE_TOPICS_CREATE: "true" },
      onStderr: (piece) => {
        told += piece;
        if (piece.includes("not one record could be read")) stop.abort();
      },
    });
    expect((await running).code).toBe(0);
    await app.broker.close();
    expect(told).toContain(`compare features and source.format with the records: \`mixtide doctor ${path}\``);
    expect(told).toContain("name");
  });
});

async function grant(brokers: readonly string[], user: string, rights: readonly Right[]): Promise<void> {
  const types = {
    topic: AclResourceTypes.TOPIC,
    group: AclResourceTypes.GROUP,
    "transactional-id": AclResourceTypes.TRANSACTIONAL_ID,
  };
  const acl = rights.flatMap(({ name, operations, prefixed, resource }) =>
    operations.map((operation) => ({
      resourceType: types[resource],
      resourceName: name,
      resourcePatternType: prefixed ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
      principal: `User:${user}`,
      host: "*",
      operation: OPERATIONS[operation]!,
      permissionType: AclPermissionTypes.ALLOW,
    })),
  );
  await withAdmin(brokers, (admin) => admin.createAcls({ acl }));
}

const OPERATIONS: Readonly<Record<string, AclOperationTypes>> = {
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Create: AclOperationTypes.CREATE,
  Alter: AclOperationTypes.ALTER,
  Describe: AclOperationTypes.DESCRIBE,
  DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
};
