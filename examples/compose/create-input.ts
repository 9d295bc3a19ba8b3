// Makes the topic that feed.ts writes to, unless it is there.
import { connectKafka } from "mixtide/kafka";

const { KAFKA_BROKERS = "localhost:9092", TOPIC: topic = "shuttle-sensors" } = process.env;
const broker = connectKafka({ brokers: KAFKA_BROKERS.split(","), clientId: "create-input" });
try {
  const known = await broker.admin.partitionCounts([topic]);
  await broker.admin.createTopics([{ topic, partitions: 3, replication: 1, cleanup: "delete" }]);
  console.log(`${topic}: ${known.has(topic) ? "is there" : "created (3 partitions)"}`);
} finally {
  await broker.close();
}
