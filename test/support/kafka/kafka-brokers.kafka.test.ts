import { describe, expect, it } from "vitest";
import { withAdmin } from "./direct-admin.js";
import { hasKafka, kafkaBrokers } from "./kafka-brokers.js";

describe.skipIf(!hasKafka())("the shared broker", () => {
  it("answers at the address that tests are given, and makes no topic unasked", async () => {
    await withAdmin(kafkaBrokers(), async (admin) => {
      const cluster = await admin.describeCluster();
      expect(cluster.brokers.map((broker) => `${broker.host}:${broker.port}`)).toEqual(kafkaBrokers());
      await expect(admin.fetchTopicOffsets(`never-made-${Date.now()}`)).rejects.toThrow();
    });
  });
});
