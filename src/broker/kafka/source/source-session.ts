import type { Subscriber } from "rxjs";
import type { SourceEvent, SourceOptions, TopicPartition } from "../../broker.js";
import { groupBy } from "../group-by.js";
import { unknownPartition } from "../network/kafka-errors.js";
import { listOffset, OFFSET_OF } from "../network/list-offsets.js";
import type { Network } from "../network/network.js";
import { Fetcher } from "./fetcher.js";
import { fetchPositions } from "./group-client.js";
import { GroupMember } from "./group-member.js";
import { PartitionCursor } from "./partition-cursor.js";
import { TopicWatch } from "./topic-watch.js";

const SESSION_TIMEOUT_MS = 10_000;
const BATCH_RECORDS = 2_000;

/** What one assignment brings: cursors, who fetches for them, and who watches the topics grow. */
interface Reading {
  readonly epoch: number;
  readonly cursors: ReadonlyMap<string, PartitionCursor>;
  readonly fetcher: Fetcher;
  readonly watch: TopicWatch;
}

/** One subscription to a source: a membership, and reading under each assignment. */
export class SourceSession {
  readonly #network: Network;
  readonly #purpose: string;
  readonly #options: SourceOptions;
  readonly #subscriber: Subscriber<SourceEvent>;
  readonly #nextEpoch: () => number;
  readonly #member: GroupMember;
  #reading: Reading | undefined;
  #epoch = 0;

  constructor(
    network: Network,
    purpose: string,
    options: SourceOptions,
    subscriber: Subscriber<SourceEvent>,
    nextEpoch: () => number,
  ) {
    this.#network = network;
    this.#purpose = purpose;
    this.#options = options;
    this.#subscriber = subscriber;
    this.#nextEpoch = nextEpoch;
    this.#member = new GroupMember({
      network,
      purpose: `group ${purpose}`,
      group: options.group,
      topics: options.topics,
      assignment: options.assignment,
      sessionTimeoutMs: options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS,
      onJoined: (partitions, counts) => this.#assign(partitions, counts),
      onLost: () => this.#lose(),
      onTrouble: (error) => this.#trouble(error),
      fail: (error) => this.#fail(error),
    });
  }

  start(): void {
    void this.#member.run();
  }

  async end(): Promise<void> {
    this.#stopReading();
    await this.#member.leave();
    this.#network.closeLinks(this.#fetching);
    this.#network.closeLinks(`group ${this.#purpose}`);
  }

  seek({ topic, partition }: TopicPartition, offset: number): void {
    this.#reading?.cursors.get(`${topic}/${partition}`)?.seek(offset);
  }

  rejoin(): void {
    this.#member.rejoin();
  }

  commitPositions(positions: readonly (TopicPartition & { readonly offset: number })[]): Promise<void> {
    return this.#member.commit(positions);
  }

  get #fetching(): string {
    return `fetch ${this.#purpose}`;
  }

  #assign(partitions: readonly TopicPartition[], counts: ReadonlyMap<string, number>): void {
    this.#epoch = this.#nextEpoch();
    const reading = this.#read(partitions, counts);
    this.#reading = reading;
    this.#subscriber.next({ type: "assigned", epoch: this.#epoch, partitions });
    for (const [topic, count] of counts) if (count === 0) this.#trouble(unknownPartition(topic, 0, 0));
    void this.#begin(reading); // after `assigned`: a seek on hearing of it comes first
  }

  #read(partitions: readonly TopicPartition[], counts: ReadonlyMap<string, number>): Reading {
    const { batchRecords = BATCH_RECORDS } = this.#options;
    const epoch = this.#epoch;
    const how = {
      epoch,
      batchRecords,
      emit: (batch: SourceEvent) => this.#subscriber.next(batch),
      onHungry: () => fetcher.poke(),
    };
    const cursors = new Map(
      partitions.map((where) => [`${where.topic}/${where.partition}`, new PartitionCursor(where, how)]),
    );
    const fetcher = new Fetcher([...cursors.values()], {
      network: this.#network,
      purpose: this.#fetching,
      onOutOfRange: ({ topic, partition }, position) =>
        this.#subscriber.next({ type: "out-of-range", partition: { topic, partition }, position }),
      onTrouble: (error) => this.#trouble(error),
      fail: (error) => this.#fail(error),
    });
    const watch = new TopicWatch({
      network: this.#network,
      counts,
      onGrowth: () => this.#member.joinAgain(),
      onTrouble: (error) => this.#trouble(error),
    });
    return { epoch, cursors, fetcher, watch };
  }

  /** Where nobody has sought, reading begins at the group's position, or at the log's start. */
  async #begin({ cursors, fetcher }: Reading): Promise<void> {
    const unresolved = [...cursors.values()].filter(({ isUnresolved }) => isUnresolved);
    fetcher.poke();
    try {
      for (const [topic, group] of groupBy(unresolved, (cursor) => cursor.topic)) {
        const partitions = group.map(({ partition }) => partition);
        const committed = await fetchPositions(this.#network, this.#options.group, topic, partitions);
        const starts = group.map(async (cursor) => {
          if (!cursor.isUnresolved) return;
          const position = committed.get(cursor.partition);
          cursor.resolve(position ?? (await listOffset(this.#network, cursor, OFFSET_OF.start)));
        });
        await Promise.all(starts);
      }
    } catch (error) {
      if (this.#reading?.cursors === cursors) this.#fail(error as Error);
    }
    fetcher.poke();
  }

  #lose(): void {
    this.#stopReading();
    this.#subscriber.next({ type: "lost", epoch: this.#epoch });
  }

  #stopReading(): void {
    const reading = this.#reading;
    this.#reading = undefined;
    reading?.watch.stop();
    reading?.fetcher.stop();
    for (const cursor of reading?.cursors.values() ?? []) cursor.stop();
  }

  #trouble(error: Error): void {
    if (!this.#network.signal.aborted) this.#subscriber.next({ type: "trouble", error });
  }

  #fail(error: Error): void {
    if (this.#network.signal.aborted) return;
    this.#stopReading();
    this.#subscriber.error(error);
  }
}
