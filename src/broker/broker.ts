import type { Observable } from "rxjs";

/**
 * The port between the pipeline and a log with transactions. It knows bytes only.
 *
 * `memory/` is one adapter, another speaks to Apache Kafka; one contract suite runs on all of them.
 * Offsets are plain numbers: 2^53 records of one partition are out of reach.
 */
export interface Broker {
  /** Identity of the cluster, kept in state so that state from elsewhere is refused. */
  clusterId(): Promise<string>;
  /** Joins a consumer group; nothing happens before `events$` is subscribed to. Reads committed records only. */
  source(options: SourceOptions): Source;
  /** Resolves once every older writer of that transactional id is fenced and its last transaction has ended. */
  writer(transactionalId: string, options?: WriterOptions): Promise<Writer>;
  /**
   * Reads the committed records of one partition from `from` (default: the log's start) up to the last stable
   * offset as it stood at the call, in order, in bounded pieces.
   */
  readToEnd(partition: TopicPartition, from?: number): AsyncIterable<readonly IncomingRecord[]>;
  readonly admin: Admin;
  close(): Promise<void>;
}

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export type Headers = Readonly<Record<string, Uint8Array>>;

export interface OutgoingRecord {
  readonly key?: Uint8Array | null;
  /** `null` = tombstone. */
  readonly value: Uint8Array | null;
  readonly headers?: Headers;
  /** Milliseconds since 1970; default: the broker client's clock. */
  readonly timestamp?: number;
}

/**
 * Many records in columns, so that nothing is allocated for each of them: records `first` to `first + count` of those
 * that the columns hold. None is a tombstone.
 */
export interface RecordColumns {
  readonly first: number;
  readonly count: number;
  /** The values of all records, one behind the other. */
  readonly bytes: Uint8Array;
  /** Where each value ends in `bytes`; the very first begins at 0. */
  readonly ends: Int32Array;
  readonly keys: readonly (Uint8Array | null)[];
  readonly headers: readonly Headers[];
  /** Milliseconds since 1970; NaN = the broker client's clock. */
  readonly timestamps: Float64Array;
}

/** A record, or many of them. */
export type Outgoing = OutgoingRecord | RecordColumns;

export interface IncomingRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: Headers;
}

export interface SourceOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** `all-to-one`: one member gets every partition and keeps it across joins; the others stand by. */
  readonly assignment: "all-to-one" | "spread";
  /** A member silent for so long is expelled, in ms. */
  readonly sessionTimeoutMs?: number;
  /** Records in a batch at most. */
  readonly batchRecords?: number;
}

export type SourceEvent =
  /**
   * A JoinGroup was completed. `epoch` grows with every join of this source. `partitions` is the whole assignment,
   * empty for a standby. Fetching (re)starts at the group's committed offset, or at the log's start where there is
   * none, even for partitions that were owned before: whoever owns the truth elsewhere must `seek`.
   */
  | { readonly type: "assigned"; readonly epoch: number; readonly partitions: readonly TopicPartition[] }
  /** A rebalance began or the session is gone: what is delivered from now on may belong to another member. */
  | { readonly type: "lost"; readonly epoch: number }
  | SourceBatch
  /** A fetch position lies outside the log's bounds; fetching of the partition has stopped until `seek`. */
  | { readonly type: "out-of-range"; readonly partition: TopicPartition; readonly position: number }
  /** A retriable fault the adapter is dealing with; for telemetry only. */
  | { readonly type: "trouble"; readonly error: Error };

export interface SourceBatch {
  readonly type: "batch";
  readonly epoch: number;
  readonly topic: string;
  readonly partition: number;
  /**
   * The offset the fetch asked for: the previous batch's `nextOffset`, or where the partition was sought to. Control
   * records, aborted ones and compaction make it smaller than the first record's.
   */
  readonly fetchOffset: number;
  /** Where the next fetch continues: beyond the last record and the control records behind it. */
  readonly nextOffset: number;
  /** Last stable offset of the partition when fetched. */
  readonly endOffset: number;
  readonly records: readonly IncomingRecord[];
  /** Backpressure: the partition's next batch is delivered only after this one was acknowledged. Idempotent. */
  ack(): void;
}

export interface Source {
  /**
   * Joins on subscribe, leaves on unsubscribe; one subscriber at a time. Errors only when the source is beyond help,
   * completes when the broker is closed.
   */
  readonly events$: Observable<SourceEvent>;
  /**
   * The partition's next batch is fetched from `offset`; batches fetched before may still arrive, and need no `ack`.
   * Called while `assigned` is being emitted it comes before the first fetch. Without effect on a partition that is
   * not assigned.
   */
  seek(partition: TopicPartition, offset: number): void;
  /** Leaves and joins the group anew; an `assigned` with a later epoch follows. */
  rejoin(): void;
  /** Commits positions (next offsets) to the group, for lag tools only. Best effort: may reject, nothing depends on it. */
  commitPositions(positions: readonly (TopicPartition & { readonly offset: number })[]): Promise<void>;
}

export interface WriterOptions {
  /**
   * Every topic that writers of this id write to. Lets an adapter see to it that transactions end there, its own and
   * those of older writers, where a broker might forget to.
   */
  readonly topics?: readonly string[];
}

export interface Writer {
  /** Starts a transaction; at most one is open at a time. */
  begin(): Promise<Transaction>;
  close(): Promise<void>;
}

export interface Transaction {
  /**
   * Appends records to one partition as one record batch. The adapter may keep the byte arrays: they must not change
   * afterwards.
   *
   * @throws FencedError | MessageTooLargeError | UnknownPartitionError | BrokerError
   */
  append(topic: string, partition: number, records: readonly Outgoing[]): Promise<void>;
  /** Everything appended becomes visible together. After a rejection the outcome is unknown: drop the writer. */
  commit(): Promise<void>;
  abort(): Promise<void>;
}

export interface TopicSpec {
  readonly topic: string;
  readonly partitions: number;
  readonly cleanup: "delete" | "compact";
  /** Copies kept of each partition. Default: the broker's. */
  readonly replication?: number;
  /** Broker settings by their Kafka names, for instance `retention.ms`. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A topic as it is. */
export interface TopicDescription {
  readonly partitions: number;
  /** Copies of a partition: the fewest that any of them has. */
  readonly replication: number;
  /** The settings in force by their Kafka names, the broker's defaults included: `cleanup.policy`, `retention.ms`, … */
  readonly settings: Readonly<Record<string, string>>;
}

export interface Admin {
  /**
   * Creates those that do not exist; leaves the others alone.
   *
   * @throws BrokerError when one makes no sense, or wants more copies than there are brokers
   */
  createTopics(specs: readonly TopicSpec[]): Promise<void>;
  /** Partition counts of the topics that exist; others are absent from the map. */
  partitionCounts(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Names of the topics that this client may see, the broker's own (`__consumer_offsets`) left out. */
  listTopics(): Promise<readonly string[]>;
  /** What the topics that exist are like; others are absent from the map. */
  describeTopics(topics: readonly string[]): Promise<ReadonlyMap<string, TopicDescription>>;
  /** How many brokers are up: no topic can have more copies. */
  brokerCount(): Promise<number>;
  /** Grows a topic to `partitions`; shrinking is refused. */
  growTopic(topic: string, partitions: number): Promise<void>;
  /** Log start and last stable offset. */
  bounds(partition: TopicPartition): Promise<{ readonly start: number; readonly end: number }>;
  /** First offset at or after the timestamp; the end where there is none. */
  offsetAt(partition: TopicPartition, timestamp: number): Promise<number>;
  /** Committed group positions, by partition of the topic; uncommitted ones are absent. */
  groupPositions(group: string, topic: string): Promise<ReadonlyMap<number, number>>;
  /** Forgets records before `offset`: how embedded runs keep memory flat. */
  deleteRecords(partition: TopicPartition, offset: number): Promise<void>;
}
