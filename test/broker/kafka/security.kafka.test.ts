import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AuthenticationError, AuthorizationError, BrokerError } from "../../../src/broker/errors.js";
import { connectKafka } from "../../../src/broker/kafka/connect-kafka.js";
import type { KafkaOptions, SaslOptions } from "../../../src/broker/kafka/kafka-options.js";
import { type JvmCluster, startJvmCluster } from "../../support/kafka/jvm-cluster.js";
import { hasJvmKafka } from "../../support/kafka/kafka-brokers.js";
import { unsecuredToken } from "../../support/kafka/security.js";

const PASSWORD = "open-sesame-93";

describe.skipIf(!hasJvmKafka())("coming in", () => {
  let cluster: JvmCluster;
  beforeAll(async () => {
    const users = { alice: PASSWORD, mallory: "nothing-at-all" };
    cluster = await startJvmCluster({ nodes: 1, security: { users, superUsers: ["alice"] } });
  });
  afterAll(() => cluster.stop());

  const logged: unknown[] = [];
  async function tryOut(options: Omit<KafkaOptions, "clientId">): Promise<string> {
    const broker = connectKafka({
      clientId: "test",
      connectTimeoutMs: 2_000,
      transactionTimeoutMs: 3_000,
      log: (entry) => logged.push(entry),
      ...options,
    });
    try {
      return await broker.clusterId();
    } finally {
      await broker.close();
    }
  }

  const alice = (mechanism: "plain" | "scram-sha-256" | "scram-sha-512", password = PASSWORD): SaslOptions => ({
    mechanism,
    username: "alice",
    password,
  });

  it.each(["plain", "scram-sha-256", "scram-sha-512"] as const)("SASL %s, with and without TLS", async (mechanism) => {
    const { sasl, saslSsl, ca } = cluster.access!;
    const id = await tryOut({ brokers: sasl, sasl: alice(mechanism) });
    expect(await tryOut({ brokers: saslSsl, ssl: { ca }, sasl: alice(mechanism) })).toBe(id);
  });

  it("SASL oauthbearer asks for a token for every connection", async () => {
    let asked = 0;
    const token = async () => {
      asked++;
      return unsecuredToken("alice");
    };
    const { sasl } = cluster.access!;
    await tryOut({ brokers: sasl, sasl: { mechanism: "oauthbearer", token } });
    await tryOut({ brokers: sasl, sasl: { mechanism: "oauthbearer", token } });
    expect(asked).toBe(2);
  });

  it("TLS trusts the authority it was given, and no other", async () => {
    const { ssl, ca } = cluster.access!;
    expect(await tryOut({ brokers: ssl, ssl: { ca } })).not.toBe("");
    await expect(tryOut({ brokers: ssl, ssl: true })).rejects.toThrow(/self.signed|certificate/);
  });

  it.each(["plain", "scram-sha-256", "scram-sha-512"] as const)(
    "refuses a wrong password at once (%s), and never tells it",
    { retry: 2 },
    async (mechanism) => {
      const started = Date.now();
      const wrong = "not-the-password-77";
      const refused = tryOut({ brokers: cluster.access!.sasl, sasl: alice(mechanism, wrong) });
      const error = await refused.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(Date.now() - started).toBeLessThan(2_500);
      const told = JSON.stringify([logged, String(error), (error as Error).stack, (error as Error).cause]);
      expect(told).not.toContain(wrong);
      expect(told).not.toContain(PASSWORD);
    },
  );

  it("says how it tried when TLS meets a plain listener and a plain client a TLS listener", async () => {
    const { plaintext, ssl } = cluster.access!;
    await expect(tryOut({ brokers: plaintext, ssl: true })).rejects.toThrow(
      /cannot connect to broker 127\.0\.0\.1:\d+ \(TLS, no SASL\)/,
    );
    await expect(tryOut({ brokers: ssl })).rejects.toThrow(
      /cannot connect to broker 127\.0\.0\.1:\d+ \(no TLS, no SASL\)/,
    );
  });

  it("names a broker that is not there", async () => {
    const refused = tryOut({ brokers: ["127.0.0.1:1"] });
    await expect(refused).rejects.toThrow("127.0.0.1:1");
    await expect(refused).rejects.toBeInstanceOf(BrokerError);
  });

  it("says which right is missing", async () => {
    const { plaintext, sasl } = cluster.access!;
    const owner = connectKafka({ brokers: plaintext, clientId: "owner" });
    const mallory = connectKafka({
      brokers: sasl,
      clientId: "mallory",
      sasl: { mechanism: "plain", username: "mallory", password: "nothing-at-all" },
    });
    try {
      await owner.admin.createTopics([{ topic: "secret", partitions: 1, cleanup: "delete" }]);
      await expect(mallory.admin.partitionCounts(["secret"])).rejects.toBeInstanceOf(AuthorizationError);
      await expect(mallory.writer("secret-writer")).rejects.toThrow(/secret-writer.*Write on the transactional id/);
      const source = mallory.source({ group: "secret-group", topics: ["secret"], assignment: "spread" });
      const failure = new Promise<Error>((resolve) => source.events$.subscribe({ error: resolve }));
      expect(await failure).toBeInstanceOf(AuthorizationError);
      expect((await failure).message).toMatch(/secret-group.*Read on the group/);
      expect(await mallory.admin.listTopics()).toEqual([]);
    } finally {
      await Promise.all([owner.close(), mallory.close()]);
    }
  });
});
