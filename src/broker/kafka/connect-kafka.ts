import { KafkaBroker } from "./kafka-broker.js";
import { type KafkaOptions, resolveOptions } from "./kafka-options.js";

/**
 * An Apache Kafka cluster (2.5 or newer) behind the broker port. Nothing is connected before the first call.
 *
 * @throws RangeError when a broker's address makes no sense
 * @example
 * const broker = connectKafka({ brokers: ["localhost:9092"], clientId: "geyser" });
 * console.log(await broker.admin.partitionCounts(["points"]));
 * await broker.close();
 */
export function connectKafka(options: KafkaOptions): KafkaBroker {
  return new KafkaBroker(resolveOptions(options));
}
