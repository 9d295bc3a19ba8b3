import { randomUUID } from "node:crypto";
import { Kafka, logLevel } from "kafkajs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Broker } from "../../../../src/broker/broker.js";
import { connectKafka } from "../../../../src/broker/kafka/connect-kafka.js";
import { resolveOptions } from "../../../../src/broker/kafka/kafka-options.js";
import { Network } from "../../../../src/broker/kafka/network/network.js";
import { GroupClient } from "../../../../src/broker/kafka/source/group-client.js";
import { Recorder } from "../../../contracts/broker/support.js";
import { hasKafka, kafkaBrokers } from "../../../support/kafka/kafka-brokers.js";

const PATIENCE = { timeout: 60_000, interval: 20 };
const SESSION_MS = 6_000;

describe.skipIf(!hasKafka())("a join that arrives after its repetition was answered", () => {
  let broker: Broker;
  let network: Network;
  let group: string;

  beforeEach(async () => {
    group = `late-join-${randomUUID()}`;
    broker = connectKafka({ brokers: kafkaBrokers(), clientId: "late-join" });
    network = new Network(resolveOptions({ brokers: kafkaBrokers(), clientId: "late-join" }));
    await broker.admin.createTopics([{ topic: group, partitions: 1, cleanup: "delete" }]);
  });

  afterEach(async () => {
    network.close();
    await broker.close();
  });

  it("leads to another generation with the same member, not to a second one that waits for the first to expire", async () => {
    const options = { group, topics: [group], assignment: "all-to-one", sessionTimeoutMs: SESSION_MS } as const;
    const reader = new Recorder(broker, options);
    await vi.waitFor(() => expect(reader.partitions).toEqual([`${group}/0`]), PATIENCE);
    const [member] = await members();

    const late = new GroupClient(network, group, "late");
    await late.join({
      memberId: member!.memberId,
      protocol: `mixtide-${options.assignment}`,
      metadata: member!.memberMetadata,
      sessionTimeoutMs: SESSION_MS,
      rebalanceTimeoutMs: SESSION_MS,
    });

    await vi.waitFor(() => expect(reader.assigned).toHaveLength(2), PATIENCE);
    expect(reader.partitions).toEqual([`${group}/0`]);
    expect((await members()).map(({ memberId }) => memberId)).toEqual([member!.memberId]);
    reader.leave();
  });

  async function members() {
    const kafka = new Kafka({ clientId: "late-join", brokers: [...kafkaBrokers()], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    try {
      return (await admin.describeGroups([group])).groups[0]!.members;
    } finally {
      await admin.disconnect();
    }
  }
});
