import type { OutgoingRecord, TopicPartition, TopicSpec } from "../broker.js";
import { type ConnectOptions, MemoryConnection } from "./client/memory-connection.js";
import { ClusterCore, type ClusterOptions } from "./cluster-core.js";
import { type InspectedLog, inspectLog } from "./log/inspect.js";

/**
 * A broker in memory with true transaction semantics: its state changes synchronously, its clients
 * ({@link MemoryCluster.connect}) are asynchronous and may be stalled, killed and lied to.
 *
 * @example
 * const cluster = new MemoryCluster();
 * cluster.createTopics([{ topic: "points", partitions: 1, cleanup: "delete" }]);
 * cluster.produce("points", 0, [{ value: new TextEncoder().encode("[1,2]") }]);
 * const broker = cluster.connect({ clientId: "demo" });
 */
export class MemoryCluster {
  readonly #core: ClusterCore;
  #connections = 0;

  constructor(options: ClusterOptions = {}) {
    this.#core = new ClusterCore(options);
  }

  /** A client: the connection of one process. */
  connect(options: ConnectOptions): MemoryConnection {
    return new MemoryConnection(this.#core, this.#connections++, options);
  }

  /** Creates those that do not exist. */
  createTopics(specs: readonly TopicSpec[]): void {
    this.#core.topics.create(specs);
  }

  /** @throws UnknownPartitionError when there is no such topic, BrokerError when it would shrink */
  growTopic(topic: string, partitions: number): void {
    this.#core.topics.grow(topic, partitions);
  }

  /**
   * Appends plain records as one batch, as an input's producer without transactions does. Returns the base offset.
   * Byte arrays are kept, not copied: they must not change afterwards.
   *
   * @throws UnknownPartitionError
   */
  produce(topic: string, partition: number, records: readonly OutgoingRecord[]): number {
    const log = this.#core.topics.log({ topic, partition });
    if (records.length === 0) return log.end;
    const now = this.#core.scheduler.now();
    const baseOffset = log.append(records, { clientNow: now, now });
    this.#core.observe({ type: "append", topic, partition, baseOffset, records: records.length });
    return baseOffset;
  }

  /** The true log of a partition: every record still held, aborted and undecided ones included, each with its fate. */
  inspect(topic: string, partition: number): InspectedLog {
    return inspectLog(this.#core.topics.log({ topic, partition }));
  }

  /** Forgets records before `offset`, at most everything. @throws UnknownPartitionError */
  deleteRecords(partition: TopicPartition, offset: number): void {
    this.#core.topics.log(partition).deleteBefore(offset);
  }

  /** Applies `retention.ms` and `retention.bytes` to partitions that get no appends, too. */
  enforceRetention(): void {
    const now = this.#core.scheduler.now();
    for (const log of this.#core.topics.logs()) log.enforceRetention(now);
  }

  /** Compacts the compacted topics, or one of them, now instead of when they are dirty enough. */
  compact(topic?: string): void {
    const now = this.#core.scheduler.now();
    for (const log of this.#core.topics.logs(topic)) log.compact(now);
  }

  /** Makes every member of a group join again, as a broker does for reasons of its own. */
  rebalance(group: string): void {
    this.#core.group(group).rebalance();
  }
}
