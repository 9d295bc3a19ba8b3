import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { describe } from "vitest";
import type { Broker } from "../../../src/broker/broker.js";
import { connectKafka } from "../../../src/broker/kafka/connect-kafka.js";
import type { BrokerHarness } from "../../contracts/broker/harness.js";
import { describeBrokerContract } from "../../contracts/broker-contract.js";
import { hasKafka, kafkaBrokers } from "../../support/kafka/kafka-brokers.js";

const PATIENCE_MS = 30_000;

describe.skipIf(!hasKafka())("on a real broker", () => {
  describeBrokerContract("Kafka", async () => harness());
});

function harness(): BrokerHarness {
  const connections: Broker[] = [];
  const run = randomUUID().slice(0, 8);
  let names = 0;
  return {
    connect: async (clientId) => {
      const broker = connectKafka({ brokers: kafkaBrokers(), clientId });
      connections.push(broker);
      return broker;
    },
    unique: (name) => `contract-${run}-${name}-${names++}`,
    until: async (condition, what) => {
      const deadline = Date.now() + PATIENCE_MS;
      while (!(await condition())) {
        if (Date.now() > deadline) throw new Error(`waited ${PATIENCE_MS} ms for ${what}`);
        await sleep(20);
      }
    },
    sessionTimeoutMs: 6_000,
    close: async () => {
      await Promise.all(connections.map((broker) => broker.close()));
    },
  };
}
