import { setTimeout as sleep } from "node:timers/promises";
import { CompressionTypes, Kafka, logLevel, type Producer } from "kafkajs";
import type { Dice } from "../../simulation/dice.js";
import type { Feed } from "./feeder.js";

const REST_MS = 200;

/**
 * A user's idempotent producer without transactions, of another make than ours. It knows the partitions it began with:
 * it drops records for others without a word.
 */
export async function producePlainly(feed: Feed, brokers: readonly string[], dice: Dice): Promise<void> {
  const partitions = feed.partitions;
  let producer: Producer | undefined;
  while (await feed.mayGoOn()) {
    const batch = feed.draw(dice.between(20, 200));
    try {
      producer ??= await connect(brokers);
      const partition = dice.between(0, partitions - 1);
      const messages = batch.records.map(({ key, value, headers }) => ({
        partition,
        key: key ? Buffer.from(key) : null,
        value: Buffer.from(value!),
        headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, bytes]) => [name, Buffer.from(bytes)])),
      }));
      const compression = dice.chance(0.5) ? CompressionTypes.GZIP : CompressionTypes.None;
      await producer.send({ topic: feed.topic, messages, compression });
      feed.settle(batch, "acknowledged");
    } catch {
      await producer?.disconnect().catch(() => undefined);
      producer = undefined;
      await sleep(REST_MS);
    }
  }
  await producer?.disconnect().catch(() => undefined);
}

async function connect(brokers: readonly string[]): Promise<Producer> {
  const kafka = new Kafka({
    clientId: "plain-producer",
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    requestTimeout: 5000,
    retry: { retries: 3, initialRetryTime: 100 },
  });
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  return producer;
}
