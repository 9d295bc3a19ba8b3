import type { Kafka, KafkaConfig } from "kafkajs";
import { privateKafkaJs } from "../broker/kafka/client/kafkajs.js";

/**
 * A kafkajs client (2.2.4) whose consumers read committed records only, as they claim to, and whose defects known to
 * us are mended (`docs/architecture.md` lists them). A kafkajs of your own stays as it is.
 *
 * @throws Error when another version of kafkajs is installed beside this package
 * @example
 * const consumer = mendedKafkajs({ brokers: ["localhost:9092"], clientId: "pager" }).consumer({ groupId: "pager" });
 * await consumer.subscribe({ topic: "geyser.labels", fromBeginning: true });
 */
export function mendedKafkajs(config: KafkaConfig): Kafka {
  const { Kafka: Client } = privateKafkaJs().load<{ Kafka: new (config: KafkaConfig) => Kafka }>("index");
  return new Client(config);
}
