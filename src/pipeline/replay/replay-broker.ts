import type {
  Admin,
  Broker,
  IncomingRecord,
  Source,
  SourceOptions,
  TopicPartition,
  Writer,
  WriterOptions,
} from "../../broker/broker.js";
import type { MergeSettings } from "./merge-session.js";
import { MergingSource } from "./merging-source.js";

const BATCH_RECORDS = 1000;
const MAX_OPEN = 2000;
const RETRY_MS = 500;

export type ReplayInput = Omit<MergeSettings, "broker" | "batchRecords" | "maxOpen" | "retryMs">;

/**
 * A broker on which the input topic holds nothing but the bounded history of a replay, and is read without a group.
 * Everything else is the broker itself.
 */
export class ReplayBroker implements Broker {
  readonly admin: Admin;
  readonly #inner: Broker;
  readonly #input: ReplayInput;

  constructor(inner: Broker, input: ReplayInput) {
    this.#inner = inner;
    this.#input = input;
    this.admin = boundedAdmin(inner.admin, input);
  }

  clusterId(): Promise<string> {
    return this.#inner.clusterId();
  }

  source({ batchRecords = BATCH_RECORDS }: SourceOptions): Source {
    const settings = { broker: this.#inner, maxOpen: MAX_OPEN, retryMs: RETRY_MS, ...this.#input };
    return new MergingSource({ ...settings, batchRecords });
  }

  writer(transactionalId: string, options?: WriterOptions): Promise<Writer> {
    return this.#inner.writer(transactionalId, options);
  }

  readToEnd(partition: TopicPartition, from?: number): AsyncIterable<readonly IncomingRecord[]> {
    return this.#inner.readToEnd(partition, from);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

function boundedAdmin(admin: Admin, { bounds: replayed, topic: input }: ReplayInput): Admin {
  return {
    createTopics: (specs) => admin.createTopics(specs),
    listTopics: () => admin.listTopics(),
    describeTopics: (topics) => admin.describeTopics(topics),
    brokerCount: () => admin.brokerCount(),
    growTopic: (topic, partitions) => admin.growTopic(topic, partitions),
    offsetAt: (partition, timestamp) => admin.offsetAt(partition, timestamp),
    groupPositions: (group, topic) => admin.groupPositions(group, topic),
    deleteRecords: (partition, offset) => admin.deleteRecords(partition, offset),
    // Partitions that were added since are no part of the history.
    partitionCounts: async (topics) => {
      const counts = new Map(await admin.partitionCounts(topics));
      if (counts.has(input)) counts.set(input, replayed.ends.length);
      return counts;
    },
    bounds: async (partition) => {
      const bounds = await admin.bounds(partition);
      if (partition.topic !== input) return bounds;
      return { start: bounds.start, end: Math.min(bounds.end, replayed.ends[partition.partition]!) };
    },
  };
}
