import type { TopicDescription, TopicPartition, TopicSpec } from "../broker.js";
import { BrokerError, UnknownPartitionError } from "../errors.js";
import { PartitionLog } from "./log/partition-log.js";
import { describedSettings, type TopicSettings, topicSettings } from "./log/topic-settings.js";

interface Topic {
  readonly settings: TopicSettings;
  readonly replication: number;
  /** As they are told to those who ask. */
  readonly described: Readonly<Record<string, string>>;
  readonly logs: PartitionLog[];
}

/** The topics of a cluster and the logs of their partitions. */
export class Topics {
  /** How many brokers the cluster is said to have: copies are counted, not kept. */
  readonly brokers: number;
  readonly #topics = new Map<string, Topic>();

  constructor(brokers: number) {
    this.brokers = brokers;
  }

  /** Creates those that do not exist. @throws BrokerError when a specification makes no sense */
  create(specs: readonly TopicSpec[]): void {
    for (const spec of specs) if (!this.#topics.has(spec.topic)) this.#create(spec);
  }

  /** @throws BrokerError when the topic does not exist or would shrink */
  grow(name: string, partitions: number): void {
    const topic = this.#topics.get(name);
    if (topic === undefined) throw unknownPartition({ topic: name, partition: 0 }, 0);
    requirePartitions(name, partitions);
    if (partitions < topic.logs.length) {
      throw new BrokerError(`topic "${name}" has ${topic.logs.length} partitions and cannot shrink to ${partitions}`);
    }
    extend(topic, name, partitions);
  }

  /** 0 when there is no such topic. */
  partitionCount(name: string): number {
    return this.#topics.get(name)?.logs.length ?? 0;
  }

  names(): readonly string[] {
    return [...this.#topics.keys()];
  }

  /** Undefined when there is no such topic. */
  describe(name: string): TopicDescription | undefined {
    const topic = this.#topics.get(name);
    if (topic === undefined) return undefined;
    return { partitions: topic.logs.length, replication: topic.replication, settings: topic.described };
  }

  /** @throws UnknownPartitionError */
  log(target: TopicPartition): PartitionLog {
    const log = this.find(target);
    if (log === undefined) throw unknownPartition(target, this.partitionCount(target.topic));
    return log;
  }

  find({ topic, partition }: TopicPartition): PartitionLog | undefined {
    return this.#topics.get(topic)?.logs[partition];
  }

  /** Every partition's log, or those of one topic. */
  *logs(name?: string): Iterable<PartitionLog> {
    for (const [topic, { logs }] of this.#topics) if (name === undefined || name === topic) yield* logs;
  }

  #create(spec: TopicSpec): void {
    if (spec.topic === "") throw new BrokerError("a topic needs a name");
    requirePartitions(spec.topic, spec.partitions);
    const { replication = 1 } = spec;
    requireReplication(spec.topic, replication, this.brokers);
    const topic: Topic = { settings: topicSettings(spec), replication, described: describedSettings(spec), logs: [] };
    extend(topic, spec.topic, spec.partitions);
    this.#topics.set(spec.topic, topic);
  }
}

export function unknownPartition({ topic, partition }: TopicPartition, count: number): UnknownPartitionError {
  const known = count === 0 ? "there is no such topic" : `known are 0 to ${count - 1}`;
  return new UnknownPartitionError(`topic "${topic}" has no partition ${partition}: ${known}; create or grow it`, {
    retriable: true,
  });
}

function requirePartitions(topic: string, partitions: number): void {
  if (Number.isInteger(partitions) && partitions > 0) return;
  throw new BrokerError(`topic "${topic}": ${partitions} partitions, expected a whole number from 1`);
}

function requireReplication(topic: string, replication: number, brokers: number): void {
  if (Number.isInteger(replication) && replication >= 1 && replication <= brokers) return;
  throw new BrokerError(`topic "${topic}": ${replication} copies, expected 1 to ${brokers}, the number of brokers`);
}

function extend(topic: Topic, name: string, partitions: number): void {
  for (let partition = topic.logs.length; partition < partitions; partition++) {
    topic.logs.push(new PartitionLog(name, partition, topic.settings));
  }
}
