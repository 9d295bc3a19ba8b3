import type { TopicDescription, TopicSpec } from "../../broker.js";
import { BrokerError } from "../../errors.js";
import { CODE, failOn, protocolError } from "../network/kafka-errors.js";
import type { Link } from "../network/link.js";
import type { PartitionMetadata } from "../network/metadata.js";

const TIMEOUT_MS = 10_000;
const TOPIC = 2;

interface TopicErrors {
  readonly topicErrors: readonly {
    readonly topic: string;
    readonly errorCode: number;
    readonly errorMessage: string | null;
  }[];
}

/** @returns those that exist already */
export async function requestTopics(link: Link, specs: readonly TopicSpec[]): Promise<string[]> {
  const topics = specs.map(({ topic, partitions, cleanup, replication, settings }) => ({
    topic,
    numPartitions: partitions,
    replicationFactor: replication ?? -1,
    configEntries: Object.entries({ "cleanup.policy": cleanup, ...settings }).map(([name, value]) => ({ name, value })),
  }));
  const answer = await link.request<TopicErrors>("CreateTopics", { topics, timeout: TIMEOUT_MS }, TIMEOUT_MS);
  return failOnTopics("creating topic", answer, CODE.topicAlreadyExists);
}

export async function requestPartitions(link: Link, topic: string, partitions: number): Promise<void> {
  const topicPartitions = [{ topic, count: partitions }];
  const args = { topicPartitions, timeout: TIMEOUT_MS };
  const answer = await link.request<TopicErrors>("CreatePartitions", args, TIMEOUT_MS);
  failOnTopics(`growing to ${partitions} partitions topic`, answer);
}

/** What is said of the worst of several, told with the broker's own words. */
function failOnTopics(what: string, { topicErrors }: TopicErrors, tolerated: number = CODE.none): string[] {
  for (const { topic, errorCode, errorMessage } of topicErrors) {
    if (errorCode === CODE.none || errorCode === tolerated) continue;
    const told = errorMessage ? ` (${errorMessage})` : "";
    throw protocolError(`${what} ${topic}${told}`, errorCode);
  }
  return topicErrors.filter(({ errorCode }) => errorCode !== CODE.none).map(({ topic }) => topic);
}

interface ConfigsResponse {
  readonly resources: readonly {
    readonly errorCode: number;
    readonly resourceName: string;
    readonly configEntries: readonly { readonly configName: string; readonly configValue: string | null }[];
  }[];
}

/** Settings in force of topics; a topic that went away meanwhile is absent. */
export async function requestSettings(
  link: Link,
  topics: ReadonlyMap<string, readonly PartitionMetadata[]>,
): Promise<Map<string, TopicDescription>> {
  const resources = [...topics.keys()].map((name) => ({ type: TOPIC, name }));
  const answer = await link.request<ConfigsResponse>("DescribeConfigs", { resources, includeSynonyms: false });
  const found = new Map<string, TopicDescription>();
  for (const { errorCode, resourceName, configEntries } of answer.resources) {
    if (errorCode === CODE.unknownTopicOrPartition) continue;
    failOn(`reading the settings of topic ${resourceName}`, errorCode);
    const partitions = topics.get(resourceName) ?? [];
    const values = configEntries.filter(({ configValue }) => configValue !== null);
    found.set(resourceName, {
      partitions: partitions.length,
      replication: Math.min(...partitions.map(({ replicas }) => replicas)),
      settings: Object.fromEntries(values.map(({ configName, configValue }) => [configName, configValue!])),
    });
  }
  return found;
}

interface DeleteRecordsResponse {
  readonly topics: readonly { readonly partitions: readonly { readonly errorCode: number }[] }[];
}

export async function requestDeletion(link: Link, topic: string, partition: number, offset: number): Promise<void> {
  const topics = [{ topic, partitions: [{ partition, offset }] }];
  const what = `deleting the records of ${topic}/${partition} before ${offset}`;
  const answer = await link.request<DeleteRecordsResponse>(
    "DeleteRecords",
    { topics, timeout: TIMEOUT_MS },
    TIMEOUT_MS,
  );
  const { errorCode } = answer.topics[0]!.partitions[0]!;
  if (errorCode === CODE.offsetOutOfRange) throw new BrokerError(`${what}: there are not so many`);
  failOn(what, errorCode);
}
