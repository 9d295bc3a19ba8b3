import type { Subscription } from "rxjs";
import type {
  Broker,
  IncomingRecord,
  Outgoing,
  OutgoingRecord,
  Source,
  SourceBatch,
  SourceEvent,
  SourceOptions,
  TopicPartition,
  Transaction,
} from "../../../src/broker/broker.js";
import type { BrokerHarness } from "./harness.js";

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (value: Uint8Array | null): string => (value === null ? "null" : new TextDecoder().decode(value));
export const record = (value: string): OutgoingRecord => ({ value: bytes(value) });
export const values = (records: readonly IncomingRecord[]): string[] => records.map(({ value }) => text(value));

export async function readAll(broker: Broker, partition: TopicPartition, from?: number): Promise<IncomingRecord[]> {
  const records: IncomingRecord[] = [];
  for await (const piece of broker.readToEnd(partition, from)) records.push(...piece);
  return records;
}

export async function createTopic(
  harness: BrokerHarness,
  broker: Broker,
  partitions = 1,
  cleanup: "delete" | "compact" = "delete",
): Promise<string> {
  const topic = harness.unique("topic");
  // Some records bear ancient times, and must not be gone before they are read.
  await broker.admin.createTopics([{ topic, partitions, cleanup, settings: { "retention.ms": "-1" } }]);
  return topic;
}

/** Commits records to a partition in a transaction of their own, complete when this resolves. */
export async function publish(
  harness: BrokerHarness,
  broker: Broker,
  { topic, partition }: TopicPartition,
  records: readonly Outgoing[],
): Promise<void> {
  const id = harness.unique("publisher");
  await inTransaction(broker, id, (transaction) => transaction.append(topic, partition, records));
  const successor = await broker.writer(id); // a commit may be answered before readers see it, a successor not
  await successor.close();
}

export async function inTransaction(
  broker: Broker,
  transactionalId: string,
  work: (transaction: Transaction) => Promise<void>,
): Promise<void> {
  const writer = await broker.writer(transactionalId);
  const transaction = await writer.begin();
  await work(transaction);
  await transaction.commit();
  await writer.close();
}

/** Subscribes to a source and keeps what it emits; acknowledges every batch at once unless told otherwise. */
export class Recorder {
  readonly source: Source;
  readonly events: SourceEvent[] = [];
  readonly #subscription: Subscription;
  error: unknown;
  completed = false;

  constructor(broker: Broker, options: SourceOptions, { acknowledge = true } = {}) {
    this.source = broker.source(options);
    this.#subscription = this.source.events$.subscribe({
      next: (event) => {
        this.events.push(event);
        if (event.type === "batch" && acknowledge) event.ack();
      },
      error: (error: unknown) => {
        this.error = error;
      },
      complete: () => {
        this.completed = true;
      },
    });
  }

  get batches(): SourceBatch[] {
    return this.events.filter((event) => event.type === "batch");
  }

  get values(): string[] {
    return this.batches.flatMap(({ records }) => values(records));
  }

  get assigned(): Extract<SourceEvent, { type: "assigned" }>[] {
    return this.events.filter((event) => event.type === "assigned");
  }

  /** The latest assignment, sorted, as `topic/partition`; `undefined` before the first. */
  get partitions(): string[] | undefined {
    const latest = this.assigned.at(-1);
    return latest?.partitions.map(({ topic, partition }) => `${topic}/${partition}`).sort();
  }

  has(type: SourceEvent["type"]): boolean {
    return this.events.some((event) => event.type === type);
  }

  leave(): void {
    this.#subscription.unsubscribe();
  }
}
