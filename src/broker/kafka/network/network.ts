import { setMaxListeners } from "node:events";
import { AuthenticationError, BrokerError } from "../../errors.js";
import { type Address, parseAddress, type ResolvedKafkaOptions } from "../kafka-options.js";
import { CODE, ConnectionLostError, failOn, hasMoved, unknownPartition } from "./kafka-errors.js";
import { Link } from "./link.js";
import { type ClusterMetadata, fetchMetadata, type PartitionMetadata } from "./metadata.js";
import { retry } from "./retry.js";

/** What a link is for: requests of different purposes do not wait for each other. */
export type Purpose = string;

export const COORDINATOR = { group: 0, transaction: 1 } as const;
export type CoordinatorType = (typeof COORDINATOR)[keyof typeof COORDINATOR];

interface KnownTopic {
  readonly partitions: readonly PartitionMetadata[];
  readonly at: number;
}

/**
 * The brokers of a cluster: connections by node and purpose, what is known of topics, and who coordinates what.
 *
 * Knowledge is dropped whenever an answer contradicts it and asked for again on the next use; nothing here waits for
 * better times, that is for `persist`.
 */
export class Network {
  readonly options: ResolvedKafkaOptions;
  readonly #links = new Map<string, Promise<Link>>();
  readonly #topics = new Map<string, KnownTopic>();
  readonly #coordinators = new Map<string, number>();
  readonly #closing = new AbortController();
  #brokers: ReadonlyMap<number, Address> = new Map();
  #cluster: { readonly clusterId: string; readonly controller: number } | undefined;
  #turn = 0;

  constructor(options: ResolvedKafkaOptions) {
    this.options = options;
    setMaxListeners(0, this.signal); // every call that waits listens
  }

  /** Aborted when the broker is closed. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  close(): void {
    this.#closing.abort(new BrokerError("the broker connection is closed"));
    for (const link of this.#links.values()) link.then((open) => open.close()).catch(() => undefined);
    this.#links.clear();
  }

  /** Repeats a call while it fails in a way that may pass: brokers restart, leaders and coordinators move. */
  persist<T>(work: () => Promise<T>, { forMs = this.options.transactionTimeoutMs, pauseMs = 20 } = {}): Promise<T> {
    const { log } = this.options;
    return retry(work, {
      forMs,
      pauseMs,
      signal: this.signal,
      onRetry: (error, attempt) => log({ level: "debug", message: error.message, attempt }),
    });
  }

  /** A link to a node, opened when there is none that is open. */
  async link(node: number, purpose: Purpose): Promise<Link> {
    this.signal.throwIfAborted();
    const address = this.#brokers.get(node);
    if (address === undefined) {
      await this.refresh([]);
      if (!this.#brokers.has(node)) throw new ConnectionLostError(`broker ${node} is not there`);
      return this.link(node, purpose);
    }
    try {
      return await this.#linkTo(address, purpose);
    } catch (error) {
      if (error instanceof AuthenticationError) throw error;
      this.#brokers = new Map(); // it may have moved: the next use asks again
      throw error;
    }
  }

  /** Ends whatever waits on the links of a purpose; the next use opens others. */
  closeLinks(purpose: Purpose): void {
    for (const [name, link] of this.#links) {
      if (!name.startsWith(`${purpose}@`)) continue;
      this.#links.delete(name);
      link.then((open) => open.close()).catch(() => undefined);
    }
  }

  /** A link to any broker, those known first, then those we were given. */
  async anyLink(): Promise<Link> {
    this.signal.throwIfAborted();
    const seeds = this.options.brokers.map(parseAddress);
    const known = [...this.#brokers.values()];
    const turn = this.#turn++;
    const addresses = [...rotated(known, turn), ...rotated(seeds, turn)];
    const errors: Error[] = [];
    for (const address of addresses) {
      try {
        return await this.#linkTo(address, "main");
      } catch (error) {
        if (error instanceof AuthenticationError) throw error;
        errors.push(error as Error);
      }
    }
    const told = [...new Set(errors.map(({ message }) => message))].join("; ");
    throw new ConnectionLostError(told, errors[0]);
  }

  async cluster(): Promise<{ readonly clusterId: string; readonly controller: number }> {
    return this.#cluster ?? (await this.refresh([]));
  }

  /** Asks for topics (`null`: all of them) and keeps the answer. */
  async refresh(topics: readonly string[] | null): Promise<ClusterMetadata> {
    const metadata = await fetchMetadata(await this.anyLink(), topics);
    const at = Date.now();
    this.#brokers = metadata.brokers;
    this.#cluster = metadata;
    for (const topic of topics ?? []) this.#topics.delete(topic);
    for (const [topic, partitions] of metadata.topics) this.#topics.set(topic, { partitions, at });
    return metadata;
  }

  /** Partitions of a topic, none when it does not exist; not older than `metadataMaxAgeMs`. */
  async partitions(topic: string): Promise<readonly PartitionMetadata[]> {
    const known = this.#topics.get(topic);
    if (known !== undefined && Date.now() - known.at < this.options.metadataMaxAgeMs) return known.partitions;
    return (await this.refresh([topic])).topics.get(topic) ?? [];
  }

  /** @throws UnknownPartitionError when a fresh look does not show it either; BrokerError while it has no leader */
  async leader(topic: string, partition: number): Promise<number> {
    let found = (await this.partitions(topic)).find((candidate) => candidate.partition === partition);
    if (found === undefined || found.leader < 0) {
      this.forgetTopic(topic);
      const partitions = await this.partitions(topic);
      found = partitions.find((candidate) => candidate.partition === partition);
      if (found === undefined) throw unknownPartition(topic, partition, partitions.length);
      if (found.leader < 0) failOn(`${topic}/${partition}`, CODE.leaderNotAvailable);
    }
    return found.leader;
  }

  forgetTopic(topic: string): void {
    this.#topics.delete(topic);
  }

  /** Runs work with a link to the leader of a partition; a leader that proves wrong is forgotten. */
  async withLeader<T>(
    topic: string,
    partition: number,
    purpose: Purpose,
    work: (link: Link) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(await this.link(await this.leader(topic, partition), purpose));
    } catch (error) {
      if (hasMoved(error) || error instanceof ConnectionLostError) this.forgetTopic(topic);
      throw error;
    }
  }

  /** Runs work with a link to a coordinator; one that proves wrong is forgotten. */
  async withCoordinator<T>(
    type: CoordinatorType,
    key: string,
    purpose: Purpose,
    work: (link: Link) => Promise<T>,
  ): Promise<T> {
    const name = `${type}:${key}`;
    try {
      const node = this.#coordinators.get(name) ?? (await this.#findCoordinator(type, key));
      this.#coordinators.set(name, node);
      return await work(await this.link(node, purpose));
    } catch (error) {
      if (hasMoved(error) || error instanceof ConnectionLostError) this.#coordinators.delete(name);
      throw error;
    }
  }

  async #findCoordinator(coordinatorType: CoordinatorType, coordinatorKey: string): Promise<number> {
    const link = await this.anyLink();
    const what = coordinatorType === COORDINATOR.group ? "group" : "transactional id";
    const { errorCode, coordinator } = await link.request<{
      errorCode: number;
      coordinator: { nodeId: number; host: string; port: number };
    }>("GroupCoordinator", { groupId: coordinatorKey, coordinatorType });
    failOn(`looking for the coordinator of ${what} ${coordinatorKey}`, errorCode);
    const { nodeId, host, port } = coordinator;
    if (!this.#brokers.has(nodeId)) this.#brokers = new Map([...this.#brokers, [nodeId, { host, port }]]);
    return nodeId;
  }

  async #linkTo(address: Address, purpose: Purpose): Promise<Link> {
    const name = `${purpose}@${address.host}:${address.port}`;
    const known = this.#links.get(name);
    if (known !== undefined) {
      const link = await known;
      if (link.isOpen) return link;
    }
    if (this.#links.get(name) === known) this.#open(name, address);
    return this.#links.get(name)!;
  }

  #open(name: string, address: Address): void {
    const opening = Link.open(address, this.options);
    this.#links.set(name, opening);
    opening.catch(() => this.#links.get(name) === opening && this.#links.delete(name));
    if (this.signal.aborted) opening.then((link) => link.close()).catch(() => undefined);
  }
}

function rotated<T>(values: readonly T[], turn: number): T[] {
  if (values.length === 0) return [];
  const start = turn % values.length;
  return [...values.slice(start), ...values.slice(0, start)];
}
