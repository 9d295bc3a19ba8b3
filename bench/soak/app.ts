import type { Broker } from "../../src/broker/broker.js";
import { appTopics, topicSpecs } from "../../src/pipeline/topics.js";
import { D, K } from "../pipeline/input.js";
import { type MessageFormat, PARTITIONS } from "../pipeline/trial.js";

/** Bytes of a partition that the broker keeps of the input, and of the labels. */
const KEPT_BYTES = 256_000_000;
const RETENTION = { "retention.bytes": String(KEPT_BYTES), "segment.bytes": "67108864" };
/** Bytes of a partition of the input that may wait to be learned: half of what is kept. */
export const WAITING_BYTES = KEPT_BYTES / 2;

/** A user's file with nothing but defaults; one packed message is a mini-batch, as in config/packed.yaml. */
export function soakConfig(app: string, input: string, brokers: readonly string[], format: MessageFormat): string {
  const packed = format === "packed";
  return `app: ${app}
kafka: { brokers: [${brokers.map((broker) => `"${broker}"`).join(", ")}] }
source: { topic: ${input}, from: earliest, format: ${packed ? "packed-float64" : "json"}, columns: ${D} }
features: [${Array.from({ length: D }, (_, i) => `x${i + 1}`).join(", ")}]
model: { components: ${K}${packed ? ", miniBatch: 1000" : ""} }
labels: { ${packed ? "format: packed, grouping: batch" : "format: json"} }
topics: { create: true }
`;
}

/** Bytes of a label in packed messages. */
export const ROW_BYTES = 16 + 4 * K;

/** Makes the topics of points and labels, which forget what is old so that the disk does not fill; the app makes the others. */
export async function makeTopics(broker: Broker, app: string, input: string): Promise<void> {
  const topics = appTopics(app, input);
  const specs = topicSpecs(topics, PARTITIONS, await broker.admin.brokerCount());
  const labels = specs.find(({ topic }) => topic === topics.labels)!;
  await broker.admin.createTopics([
    { topic: input, partitions: PARTITIONS, cleanup: "delete", settings: RETENTION },
    { ...labels, settings: { ...labels.settings, ...RETENTION } },
  ]);
}
