import type { SchedulerLike } from "rxjs";
import type { Broker, IncomingRecord, Source, SourceOptions, TopicPartition, Writer } from "../../broker.js";
import type { ClusterCore } from "../cluster-core.js";
import type { Faults } from "../faults.js";
import { type Habits, KAFKAJS_HABITS } from "./habits.js";
import { Link } from "./link.js";
import { MemoryAdmin } from "./memory-admin.js";
import { MemorySource } from "./memory-source.js";
import { MemoryWriter } from "./memory-writer.js";
import { readToEnd } from "./read-to-end.js";

export interface ConnectOptions {
  readonly clientId: string;
  /** The process's clock and the order of everything that reaches it. Default: the cluster's. */
  readonly scheduler?: SchedulerLike;
  readonly faults?: Faults;
  /** Departures from {@link KAFKAJS_HABITS}. */
  readonly habits?: Partial<Habits>;
  /** Every request takes so long, ms. Default 0. */
  readonly latencyMs?: number;
  /** Pause before something that failed is tried again, ms. Default 100. */
  readonly retryMs?: number;
  /** Age at which the broker aborts an open transaction of this client and fences its writer, ms. Default 60,000. */
  readonly transactionTimeoutMs?: number;
  /** Default: a third of the session timeout. */
  readonly heartbeatIntervalMs?: number;
}

const RETRY_MS = 100;
const TRANSACTION_TIMEOUT_MS = 60_000;

/**
 * The broker as one process sees it. Calls take effect at once and are answered asynchronously, in real time without
 * any delay; byte arrays handed over are kept, not copied, and must not change afterwards.
 */
export class MemoryConnection implements Broker {
  readonly clientId: string;
  readonly admin: MemoryAdmin;
  readonly #cluster: ClusterCore;
  readonly #link: Link;
  readonly #habits: Habits;
  readonly #number: number;
  readonly #options: ConnectOptions;
  readonly #writers = new Set<MemoryWriter>();
  readonly #sources = new Set<MemorySource>();
  #members = 0;

  constructor(cluster: ClusterCore, number: number, options: ConnectOptions) {
    const { clientId, faults, latencyMs = 0, retryMs = RETRY_MS, scheduler = cluster.scheduler } = options;
    this.clientId = clientId;
    this.#cluster = cluster;
    this.#number = number;
    this.#options = options;
    this.#habits = { ...KAFKAJS_HABITS, ...options.habits };
    this.#link = new Link({ clientId, scheduler, latencyMs, retryMs, ...(faults && { faults }) });
    this.admin = new MemoryAdmin(cluster, this.#link);
  }

  clusterId(): Promise<string> {
    return this.#link.call({ name: "clusterId" }, () => this.#cluster.clusterId);
  }

  /** @throws RangeError when `batchRecords` or `sessionTimeoutMs` is not positive */
  source(options: SourceOptions): Source {
    requirePositive("batchRecords", options.batchRecords);
    requirePositive("sessionTimeoutMs", options.sessionTimeoutMs);
    const { clientId, heartbeatIntervalMs, retryMs = RETRY_MS } = this.#options;
    const nextMemberId = () => `${clientId}-${this.#number}-${this.#members++}`;
    const shared = { cluster: this.#cluster, link: this.#link, habits: this.#habits };
    const source = new MemorySource({ ...shared, clientId, nextMemberId, heartbeatIntervalMs, retryMs }, options);
    this.#sources.add(source);
    return source;
  }

  async writer(transactionalId: string): Promise<Writer> {
    const { clientId, transactionTimeoutMs = TRANSACTION_TIMEOUT_MS } = this.#options;
    const call = { name: "writer", transactionalId } as const;
    const identity = await this.#link.call(call, () =>
      this.#cluster.transactions.initialise(transactionalId, clientId, transactionTimeoutMs),
    );
    const writer = new MemoryWriter({ cluster: this.#cluster, link: this.#link, habits: this.#habits }, identity);
    this.#writers.add(writer);
    return writer;
  }

  readToEnd(partition: TopicPartition, from?: number): AsyncIterable<readonly IncomingRecord[]> {
    return readToEnd(this.#link, this.#cluster.topics, partition, from);
  }

  /** Ends sources and open transactions and leaves; later calls fail. */
  async close(): Promise<void> {
    if (this.#link.state === "closed") return;
    await new Promise<void>((resolve) => this.#link.deliver(resolve)); // a stalled process closes nothing either
    for (const source of this.#sources) source.close();
    const closing = [...this.#writers].map((writer) => writer.close());
    await Promise.allSettled(closing);
    this.#link.close();
  }

  /** The process dies: no call returns, no event arrives, no heartbeat is sent. What reached the broker stays. */
  kill(): void {
    this.#link.kill();
  }

  /** The process stalls while time goes on: nothing is sent or delivered, no heartbeat. */
  pause(): void {
    this.#link.pause();
  }

  /** A stalled process goes on, with everything that arrived for it meanwhile, not knowing how late it is. */
  resume(): void {
    this.#link.resume();
  }
}

function requirePositive(name: string, value: number | undefined): void {
  if (value !== undefined && !(value > 0)) throw new RangeError(`${name} is ${value}, expected more than 0`);
}
