import type { Subscriber } from "rxjs";
import type { SourceEvent, SourceOptions, TopicPartition } from "../../broker.js";
import type { ClusterCore } from "../cluster-core.js";
import type { JoinReply } from "../groups/group.js";
import { unknownPartition } from "../topics.js";
import { GroupMember } from "./group-member.js";
import type { Habits } from "./habits.js";
import type { Link } from "./link.js";
import { type FetcherContext, PartitionFetcher } from "./partition-fetcher.js";
import { TopicWatch } from "./topic-watch.js";

export interface SessionContext {
  readonly cluster: ClusterCore;
  readonly link: Link;
  readonly habits: Habits;
  readonly clientId: string;
  readonly nextMemberId: () => string;
  /** Default: a third of the session timeout. */
  readonly heartbeatIntervalMs: number | undefined;
  readonly retryMs: number;
}

const SESSION_TIMEOUT_MS = 30_000;
const BATCH_RECORDS = 1_000;

/** One subscription to a source: a membership, and a fetcher for each partition assigned. */
export class SourceSession {
  readonly #context: SessionContext;
  readonly #options: SourceOptions;
  readonly #subscriber: Subscriber<SourceEvent>;
  readonly #nextEpoch: () => number;
  readonly #member: GroupMember;
  #fetchers = new Map<string, PartitionFetcher>();
  #watch: TopicWatch | undefined;
  #epoch = 0;

  constructor(
    context: SessionContext,
    options: SourceOptions,
    subscriber: Subscriber<SourceEvent>,
    nextEpoch: () => number,
  ) {
    this.#context = context;
    this.#options = options;
    this.#subscriber = subscriber;
    this.#nextEpoch = nextEpoch;
    this.#member = this.#createMember();
  }

  start(): void {
    this.#member.join();
  }

  end(): void {
    this.#stop();
    this.#member.leave();
  }

  /** A partition that is not assigned (any more) is nobody's to seek. */
  seek(partition: TopicPartition, offset: number): void {
    this.#fetchers.get(nameOf(partition))?.seek(offset);
  }

  rejoin(): void {
    this.#member.rejoin();
  }

  commitPositions(positions: readonly (TopicPartition & { readonly offset: number })[]): Promise<void> {
    return this.#member.commit(positions);
  }

  #createMember(): GroupMember {
    const { cluster, link, clientId, nextMemberId, retryMs } = this.#context;
    const sessionTimeoutMs = this.#options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS;
    return new GroupMember({
      link,
      clientId,
      nextMemberId,
      retryMs,
      group: cluster.group(this.#options.group),
      options: this.#options,
      sessionTimeoutMs,
      heartbeatIntervalMs: this.#context.heartbeatIntervalMs ?? sessionTimeoutMs / 3,
      onJoined: (reply) => this.#assign(reply),
      onLost: () => this.#lose(),
      onTrouble: (error) => this.#subscriber.next({ type: "trouble", error }),
      fail: (error) => this.#subscriber.error(error),
    });
  }

  #lose(): void {
    this.#stop();
    this.#subscriber.next({ type: "lost", epoch: this.#epoch });
  }

  #stop(): void {
    this.#watch?.stop();
    for (const fetcher of this.#fetchers.values()) fetcher.stop();
  }

  #assign({ partitions, partitionCounts }: JoinReply): void {
    this.#epoch = this.#nextEpoch();
    const fetchers = new Map(partitions.map((partition) => [nameOf(partition), this.#createFetcher(partition)]));
    this.#fetchers = fetchers;
    this.#watch = this.#watchTopics(partitionCounts);
    this.#subscriber.next({ type: "assigned", epoch: this.#epoch, partitions });
    this.#reportMissingTopics();
    for (const fetcher of fetchers.values()) fetcher.start(); // after `assigned`: a seek on hearing of it comes first
  }

  #createFetcher(partition: TopicPartition): PartitionFetcher {
    const { cluster, habits, link, retryMs } = this.#context;
    const log = cluster.topics.log(partition);
    const kept = habits.restartAtCommitted ? undefined : this.#fetchers.get(nameOf(partition))?.position;
    const position = kept ?? cluster.group(this.#options.group).positions.get(partition) ?? log.start;
    const context: FetcherContext = {
      link,
      habits,
      retryMs,
      group: this.#options.group,
      epoch: this.#epoch,
      batchRecords: this.#options.batchRecords ?? BATCH_RECORDS,
      emit: (event) => this.#subscriber.next(event),
      fail: (error) => this.#subscriber.error(error),
    };
    return new PartitionFetcher(context, log, position);
  }

  #watchTopics(counts: readonly number[]): TopicWatch {
    const { cluster, habits, link } = this.#context;
    return new TopicWatch({
      link,
      topics: cluster.topics,
      names: this.#options.topics,
      counts,
      intervalMs: habits.metadataMaxAgeMs,
      onGrowth: () => this.#member.joinAgain(),
    });
  }

  #reportMissingTopics(): void {
    for (const topic of this.#options.topics) {
      const error = unknownPartition({ topic, partition: 0 }, 0);
      if (this.#context.cluster.topics.partitionCount(topic) === 0) this.#subscriber.next({ type: "trouble", error });
    }
  }
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
