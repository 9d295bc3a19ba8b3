/** The bad habits of a Kafka client (kafkajs 2.2.4 behind a mended adapter) that callers must live with. */
export interface Habits {
  /**
   * After every join, fetching restarts at the group's committed offset, or at the log's start, even for partitions
   * kept: records come again. When off, a partition kept goes on where it was.
   */
  readonly restartAtCommitted: boolean;
  /** A batch that was being fetched when its partition was sought or rebalanced is delivered all the same. */
  readonly staleBatches: boolean;
  /**
   * An append to a partition that the client's cached metadata lack. `throw`: `UnknownPartitionError`, and the next
   * attempt looks again; `drop`: resolves, and the records are lost; `refresh`: looks again before it gives up.
   */
  readonly unknownPartition: "throw" | "drop" | "refresh";
  /** Age at which cached metadata are fetched again, ms: new partitions are seen so late. */
  readonly metadataMaxAgeMs: number;
  /** A larger batch (keys, values and headers, uncompressed bytes) is refused with `MessageTooLargeError`. */
  readonly maxBatchBytes: number;
  /** `commit` and `abort` whose reply was lost: `unknown` = reject, retriable; `retry` = ask again. */
  readonly lostOutcome: "unknown" | "retry";
}

/** All on: what callers meet in production. */
export const KAFKAJS_HABITS: Habits = {
  restartAtCommitted: true,
  staleBatches: true,
  unknownPartition: "throw",
  metadataMaxAgeMs: 30_000,
  maxBatchBytes: 1 << 20,
  lostOutcome: "unknown",
};
