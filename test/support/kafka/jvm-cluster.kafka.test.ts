import { type Admin, Kafka, type KafkaConfig, logLevel, type SASLOptions } from "kafkajs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { withAdmin } from "./direct-admin.js";
import { type JvmCluster, startJvmCluster } from "./jvm-cluster.js";
import { hasJvmKafka } from "./kafka-brokers.js";
import { unsecuredToken } from "./security.js";

const TOPIC = "kept";

/** Makes the topic, with one record in it. */
async function writeOne(brokers: string[]): Promise<void> {
  // Not waiting for leaders: kafkajs gives up when a broker has not heard of the topic yet. The producer waits.
  const admin = await withAdmin(brokers, (made) =>
    made.createTopics({ topics: [{ topic: TOPIC }], waitForLeaders: false }),
  );
  expect(admin).toBe(true);
  await append(brokers);
}

async function append(brokers: string[]): Promise<void> {
  const client = new Kafka({
    brokers,
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 200, maxRetryTime: 500, retries: 100 },
  });
  const producer = client.producer();
  await producer.connect();
  await producer.send({ topic: TOPIC, acks: -1, messages: [{ value: "a record" }] });
  await producer.disconnect();
}

async function recordCount(brokers: string[]): Promise<string | undefined> {
  const [bounds] = await withAdmin(brokers, (admin) => admin.fetchTopicOffsets(TOPIC));
  return bounds?.high;
}

const clusterId = (brokers: string[]): Promise<string> =>
  withAdmin(brokers, async (admin) => (await admin.describeCluster()).clusterId);

describe.skipIf(!hasJvmKafka())("one broker of a test's own", () => {
  let cluster: JvmCluster;
  beforeAll(async () => {
    cluster = await startJvmCluster({ nodes: 1 });
  });
  afterAll(() => cluster?.stop());

  it("keeps ports and data when it is killed and started again", async () => {
    await writeOne(cluster.brokers);
    await cluster.node(0).kill();
    expect(cluster.node(0).running).toBe(false);
    await expect(recordCount(cluster.brokers)).rejects.toThrow("ECONNREFUSED");
    await cluster.node(0).start();
    expect(await recordCount(cluster.brokers)).toBe("1");
  });

  it("keeps them when it is stopped in order", async () => {
    await cluster.node(0).stop();
    await cluster.node(0).start();
    expect(await recordCount(cluster.brokers)).toBe("1");
  });

  it("answers nothing while paused, and goes on afterwards", async () => {
    cluster.node(0).pause();
    await expect(clusterId(cluster.brokers)).rejects.toThrow(/timed out|timeout/i);
    cluster.node(0).resume();
    // Its session with the controller may be over: until it has another, a client may be told of no broker at all.
    await vi.waitFor(async () => expect(await clusterId(cluster.brokers)).toBeTruthy(), { timeout: 30_000 });
  });

  it("refuses to be started twice", async () => {
    await expect(cluster.node(0).start()).rejects.toThrow("runs already");
  });

  it("does not clash with another at the same time", async () => {
    const other = await startJvmCluster({ nodes: 1 });
    try {
      expect(await clusterId(other.brokers)).not.toBe(await clusterId(cluster.brokers));
      expect(await withAdmin(other.brokers, (admin) => admin.listTopics())).toEqual([]);
    } finally {
      await other.stop();
    }
    await expect(clusterId(other.brokers)).rejects.toThrow("ECONNREFUSED");
    expect(await recordCount(cluster.brokers)).toBe("1");
  });

  it("says why when a broker dies at its start", async () => {
    await expect(startJvmCluster({ nodes: 1, settings: { "log.retention.hours": "many" } })).rejects.toThrow("many");
  });
});

describe.skipIf(!hasJvmKafka())("a broker whose controller is a process of its own", () => {
  let cluster: JvmCluster;
  beforeAll(async () => {
    cluster = await startJvmCluster({ nodes: 1, controller: "apart", proxied: true });
  });
  afterAll(() => cluster?.stop());

  it("comes back from a kill with its data, and only when it has been fenced", async () => {
    const node = cluster.node(0);
    await writeOne(cluster.brokers);
    await node.kill();
    const coming = node.start();
    expect(node.running).toBe(false);
    await coming;
    expect(node.running).toBe(true);
    expect(await recordCount(cluster.brokers)).toBe("1");
  });

  it("comes back at once from an orderly stop", async () => {
    const node = cluster.node(0);
    await node.stop();
    const coming = node.start();
    expect(node.running).toBe(true);
    await coming;
    expect(await recordCount(cluster.brokers)).toBe("1");
  });
});

describe.skipIf(!hasJvmKafka())("three brokers behind proxies", () => {
  let cluster: JvmCluster;
  beforeAll(async () => {
    cluster = await startJvmCluster({ nodes: 3, proxied: true, heapMb: 384 });
  });
  afterAll(() => cluster?.stop());

  const brokersTold = (from: string[]): Promise<string[]> =>
    withAdmin(from, async (admin) => (await admin.describeCluster()).brokers.map((b) => `${b.host}:${b.port}`));

  it("tell clients the proxies' addresses, and tests the way round", async () => {
    const proxies = cluster.proxies.map((proxy) => `127.0.0.1:${proxy.port}`);
    expect((await brokersTold(cluster.brokers)).toSorted()).toEqual(proxies.toSorted());
    expect((await brokersTold(cluster.direct)).toSorted()).toEqual(cluster.direct.toSorted());
  });

  it("hold three copies, and take records without any one of them", { timeout: 300_000 }, async () => {
    await writeOne(cluster.brokers);
    const described = await withAdmin(cluster.direct, (admin) => admin.fetchTopicMetadata({ topics: [TOPIC] }));
    expect(described.topics[0]?.partitions[0]?.replicas).toHaveLength(3);
    for (const index of [0, 1, 2]) {
      await cluster.node(index).kill();
      await append(cluster.brokers);
      await cluster.node(index).start(3);
      await untilInSync(cluster.direct);
    }
    expect(await recordCount(cluster.direct)).toBe("4");
  });

  it("are cut off from clients, not from each other, by their proxies", async () => {
    for (const proxy of cluster.proxies) proxy.stall(true);
    await expect(brokersTold(cluster.brokers)).rejects.toThrow(/timed out|timeout/i);
    expect(await brokersTold(cluster.direct)).toHaveLength(3);
    for (const proxy of cluster.proxies) proxy.stall(false);
    expect(await brokersTold(cluster.brokers)).toHaveLength(3);
  });
});

/** Killed brokers must have caught up before the next may die: min.insync.replicas is two. */
async function untilInSync(brokers: string[]): Promise<void> {
  for (;;) {
    const { topics } = await withAdmin(brokers, (admin) => admin.fetchTopicMetadata({ topics: [TOPIC] }));
    if (topics[0]?.partitions.every((partition) => partition.isr.length === 3)) return;
  }
}

describe.skipIf(!hasJvmKafka())("a broker with TLS, SASL and access rules", () => {
  let cluster: JvmCluster;
  beforeAll(async () => {
    const users = { ada: "ada-secret", guest: "guest-secret" };
    cluster = await startJvmCluster({ nodes: 1, security: { users, superUsers: ["ada"] } });
  });
  afterAll(() => cluster?.stop());

  const access = (): NonNullable<JvmCluster["access"]> => cluster.access!;
  const as = async <T>(config: KafkaConfig, work: (admin: Admin) => Promise<T>): Promise<T> => {
    const admin = new Kafka({ logLevel: logLevel.NOTHING, retry: { retries: 0 }, ...config }).admin();
    try {
      await admin.connect();
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  };
  let made = 0;
  const makeTopic = (admin: Admin): Promise<boolean> =>
    admin.createTopics({ topics: [{ topic: `made-${made++}` }], waitForLeaders: false });

  it("lets in by TLS whoever trusts its certificate", async () => {
    const { ssl, ca } = access();
    expect(await as({ brokers: ssl, ssl: { ca } }, makeTopic)).toBe(true);
    await expect(as({ brokers: ssl, ssl: true }, makeTopic)).rejects.toThrow("self-signed certificate");
  });

  it.each(["plain", "scram-sha-256", "scram-sha-512"] as const)("knows its users by %s", async (mechanism) => {
    const by = (username: string, password: string): SASLOptions => ({ mechanism, username, password }) as SASLOptions;
    const { sasl, saslSsl, ca } = access();
    expect(await as({ brokers: sasl, sasl: by("ada", "ada-secret") }, makeTopic)).toBe(true);
    expect(await as({ brokers: saslSsl, ssl: { ca }, sasl: by("ada", "ada-secret") }, makeTopic)).toBe(true);
    await expect(as({ brokers: sasl, sasl: by("ada", "wrong") }, makeTopic)).rejects.toThrow("uthentication");
    await expect(as({ brokers: sasl, sasl: by("guest", "guest-secret") }, makeTopic)).rejects.toThrow("Topic creation");
  });

  it("knows its users by token", async () => {
    const by = (value: string): KafkaConfig => ({
      brokers: access().sasl,
      sasl: { mechanism: "oauthbearer", oauthBearerProvider: async () => ({ value }) },
    });
    expect(await as(by(unsecuredToken("ada")), makeTopic)).toBe(true);
    await expect(as(by(unsecuredToken("guest")), makeTopic)).rejects.toThrow("Topic creation");
    await expect(as(by("no.token."), makeTopic)).rejects.toThrow();
  });
});
