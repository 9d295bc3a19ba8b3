import type { Broker, TopicSpec } from "../../broker/broker.js";
import type { Config } from "../../config/config-schema.js";
import { appTopics, topicSpecs } from "../../pipeline/topics.js";
import { checkInput, checkTopics, type TopicReport } from "./check-topics.js";
import { inputPartitions } from "./missing-topic.js";

/** The topics that an app needs in this cluster. @throws CliError when the input topic is missing. */
export async function wantedTopics({ admin }: Broker, { alerts, app, source }: Config): Promise<TopicSpec[]> {
  const partitions = await inputPartitions(admin, source.topic);
  return topicSpecs(appTopics(app, source.topic, alerts), partitions, await admin.brokerCount());
}

/**
 * What is to be said of the topics of an app, the input first.
 *
 * @param path of the configuration, for remedies.
 * @throws CliError when the input topic is missing.
 */
export async function reportTopics(broker: Broker, config: Config, path: string): Promise<TopicReport[]> {
  const specs = await wantedTopics(broker, config);
  const { topic } = config.source;
  const described = await broker.admin.describeTopics([topic, ...specs.map((spec) => spec.topic)]);
  const input = described.get(topic) ?? { partitions: 0, replication: 0, settings: {} };
  const address = config.kafka?.brokers[0] ?? "";
  const context = { broker: address, config: path, sendBytes: config.sizes.send, input };
  return [checkInput(topic, input, specs[0]?.replication ?? 1), ...checkTopics(specs, described, context)];
}
