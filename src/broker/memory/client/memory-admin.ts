import type { Admin, TopicDescription, TopicPartition, TopicSpec } from "../../broker.js";
import { BrokerError } from "../../errors.js";
import type { ClusterCore } from "../cluster-core.js";
import type { Link } from "./link.js";

/** Administration over one connection. */
export class MemoryAdmin implements Admin {
  readonly #cluster: ClusterCore;
  readonly #link: Link;

  constructor(cluster: ClusterCore, link: Link) {
    this.#cluster = cluster;
    this.#link = link;
  }

  createTopics(specs: readonly TopicSpec[]): Promise<void> {
    return this.#link.call({ name: "createTopics" }, () => this.#cluster.topics.create(specs));
  }

  partitionCounts(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.#link.call({ name: "partitionCounts" }, () => {
      const counts = topics.map((topic): [string, number] => [topic, this.#cluster.topics.partitionCount(topic)]);
      return new Map(counts.filter(([, count]) => count > 0));
    });
  }

  listTopics(): Promise<readonly string[]> {
    return this.#link.call({ name: "listTopics" }, () => this.#cluster.topics.names());
  }

  describeTopics(topics: readonly string[]): Promise<ReadonlyMap<string, TopicDescription>> {
    return this.#link.call({ name: "describeTopics" }, () => {
      const found = topics.map((topic) => [topic, this.#cluster.topics.describe(topic)] as const);
      return new Map(found.filter((entry): entry is [string, TopicDescription] => entry[1] !== undefined));
    });
  }

  brokerCount(): Promise<number> {
    return this.#link.call({ name: "brokerCount" }, () => this.#cluster.topics.brokers);
  }

  growTopic(topic: string, partitions: number): Promise<void> {
    return this.#link.call({ name: "growTopic", topic }, () => this.#cluster.topics.grow(topic, partitions));
  }

  bounds(partition: TopicPartition): Promise<{ readonly start: number; readonly end: number }> {
    return this.#link.call({ name: "bounds", ...partition }, () => {
      const { start, stableEnd } = this.#cluster.topics.log(partition);
      return { start, end: stableEnd };
    });
  }

  offsetAt(partition: TopicPartition, timestamp: number): Promise<number> {
    const call = { name: "offsetAt", ...partition } as const;
    return this.#link.call(call, () => this.#cluster.topics.log(partition).offsetAt(timestamp));
  }

  groupPositions(group: string, topic: string): Promise<ReadonlyMap<number, number>> {
    const call = { name: "groupPositions", group, topic } as const;
    return this.#link.call(call, () => this.#cluster.group(group).positions.ofTopic(topic));
  }

  deleteRecords(partition: TopicPartition, offset: number): Promise<void> {
    return this.#link.call({ name: "deleteRecords", ...partition }, () => {
      const log = this.#cluster.topics.log(partition);
      if (offset > log.end) {
        const where = `${partition.topic}/${partition.partition}`;
        throw new BrokerError(`cannot delete the records of ${where} before ${offset}: the log ends at ${log.end}`);
      }
      log.deleteBefore(offset);
    });
  }
}
