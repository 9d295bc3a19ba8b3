import type { Admin, TopicDescription, TopicPartition, TopicSpec } from "../../broker.js";
import { BrokerError } from "../../errors.js";
import type { Link } from "../network/link.js";
import { listOffset, OFFSET_OF } from "../network/list-offsets.js";
import type { Network } from "../network/network.js";
import { readToEnd } from "../read-to-end.js";
import { fetchPositions } from "../source/group-client.js";
import { requestDeletion, requestPartitions, requestSettings, requestTopics } from "./topic-requests.js";

/** Administration of a cluster. */
export class KafkaAdmin implements Admin {
  readonly #network: Network;

  constructor(network: Network) {
    this.#network = network;
  }

  async createTopics(specs: readonly TopicSpec[]): Promise<void> {
    if (specs.length === 0) return;
    const existing = await this.#asController((link) => requestTopics(link, specs));
    const created = specs.filter(({ topic }) => !existing.includes(topic));
    await this.#untilThere(new Map(created.map(({ topic, partitions }) => [topic, partitions])));
  }

  async partitionCounts(topics: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { topics: found } = await this.#refresh(topics);
    return new Map([...found].map(([topic, partitions]) => [topic, partitions.length]));
  }

  async listTopics(): Promise<readonly string[]> {
    const { topics } = await this.#refresh(null);
    return [...topics.keys()].sort();
  }

  async describeTopics(topics: readonly string[]): Promise<ReadonlyMap<string, TopicDescription>> {
    const { topics: found } = await this.#refresh(topics);
    if (found.size === 0) return new Map();
    return this.#network.persist(async () => requestSettings(await this.#network.anyLink(), found));
  }

  async brokerCount(): Promise<number> {
    return (await this.#refresh([])).brokers.size;
  }

  async growTopic(topic: string, partitions: number): Promise<void> {
    await this.#asController((link) => requestPartitions(link, topic, partitions));
    await this.#untilThere(new Map([[topic, partitions]]));
  }

  async bounds(partition: TopicPartition): Promise<{ readonly start: number; readonly end: number }> {
    const of = (when: number) => listOffset(this.#network, partition, when);
    const [start, end] = await Promise.all([of(OFFSET_OF.start), of(OFFSET_OF.end)]);
    return { start, end };
  }

  async offsetAt(partition: TopicPartition, timestamp: number): Promise<number> {
    const found = await listOffset(this.#network, partition, timestamp);
    if (found < 0) return listOffset(this.#network, partition, OFFSET_OF.end);
    // Control records count for the broker, and bear the time of their commit, whatever the age of the events.
    for await (const records of readToEnd(this.#network, partition, found)) {
      const first = records.find((record) => record.timestamp >= timestamp);
      if (first !== undefined) return first.offset;
    }
    return listOffset(this.#network, partition, OFFSET_OF.end);
  }

  async groupPositions(group: string, topic: string): Promise<ReadonlyMap<number, number>> {
    const partitions = (await this.#refresh([topic])).topics.get(topic) ?? [];
    const numbers = partitions.map(({ partition }) => partition);
    return fetchPositions(this.#network, group, topic, numbers);
  }

  async deleteRecords(where: TopicPartition, offset: number): Promise<void> {
    const { topic, partition } = where;
    await this.#network.persist(() =>
      this.#network.withLeader(topic, partition, "main", (link) => requestDeletion(link, topic, partition, offset)),
    );
  }

  #refresh(topics: readonly string[] | null) {
    return this.#network.persist(() => this.#network.refresh(topics));
  }

  #asController<T>(work: (link: Link) => Promise<T>): Promise<T> {
    return this.#network.persist(async () => {
      const { controller } = await this.#network.refresh([]);
      return work(await this.#network.link(controller, "main"));
    });
  }

  /** The controller knows a partition before the other brokers do, and before it has a leader. */
  async #untilThere(counts: ReadonlyMap<string, number>): Promise<void> {
    await this.#network.persist(async () => {
      const { topics } = await this.#network.refresh([...counts.keys()]);
      for (const [topic, count] of counts) {
        const led = topics.get(topic)?.filter(({ leader }) => leader >= 0).length ?? 0;
        if (led < count) throw new BrokerError(`topic ${topic} has no leaders yet`, { retriable: true });
      }
    });
  }
}
