import { TopicError } from "../errors.js";
import { topicSpecs } from "../topics.js";
import type { TaskContext } from "./context.js";
import type { Site } from "./task-state.js";

/**
 * Sees to the app's topics.
 *
 * @throws TopicError when one is missing and `topics.create` is off.
 */
export async function prepare({ broker, topics, settings }: TaskContext): Promise<Site> {
  const clusterId = await broker.clusterId();
  const names = Object.values(topics);
  let counts = await broker.admin.partitionCounts(names);
  const input = counts.get(topics.input);
  if (input === undefined) throw new TopicError(`input topic ${topics.input} does not exist in cluster ${clusterId}`);
  if (settings.topics.create && names.some((topic) => !counts.has(topic))) {
    const specs = topicSpecs(topics, input, await broker.admin.brokerCount());
    await broker.admin.createTopics(specs.filter(({ topic }) => !counts.has(topic)));
    counts = await broker.admin.partitionCounts(names);
  }
  const missing = names.filter((topic) => !counts.has(topic));
  if (missing.length > 0)
    throw new TopicError(
      `missing topics: ${missing.join(", ")}; create them with \`mixtide topics create\`, or set topics.create to true`,
    );
  return { clusterId, deadLetterPartitions: counts.get(topics.deadLetters)! };
}
