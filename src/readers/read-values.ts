import { filter, map, type Observable, using } from "rxjs";
import type { Source, SourceBatch } from "../broker/broker.js";
import { connectKafka } from "../broker/kafka/connect-kafka.js";
import type { KafkaBroker } from "../broker/kafka/kafka-broker.js";
import type { KafkaOptions } from "../broker/kafka/kafka-options.js";

/** The cluster, whose records, and from where on. */
export interface ReaderOptions extends KafkaOptions {
  readonly app: string;
  /**
   * Members of one group share the partitions, and go on where the group was. Without a group every reader gets
   * everything.
   */
  readonly group?: string;
  /** Where a reader without a group begins; a group begins at its positions, or at the log's start. */
  readonly from?: "earliest" | "latest";
}

/** Records of one partition, in order. */
export interface ValueBatch {
  readonly partition: number;
  readonly values: readonly Uint8Array[];
  /** The next batch of the partition comes after this call, which also moves the group's position. */
  ack(): void;
}

/** What an app has committed to one of its topics, each record once as far as the topic goes. */
export function readValues(
  output: "alerts" | "labels",
  { app, group, from = "earliest", ...options }: ReaderOptions,
): Observable<ValueBatch> {
  const topic = `${app}.${output}`;
  return withBroker(options, (broker) => {
    if (group === undefined)
      return broker.tail({ topic, from }).pipe(
        filter((event) => event.type === "batch"),
        map((batch) => toValues(batch, () => batch.ack())),
      );
    const source = broker.source({ group, topics: [topic], assignment: "spread" });
    return source.events$.pipe(
      filter((event) => event.type === "batch"),
      map((batch) => toValues(batch, () => acknowledge(source, batch))),
    );
  }).pipe(filter((batch) => batch.values.length > 0 || skip(batch)));
}

/** Connected for as long as somebody is subscribed. */
export function withBroker<T>(options: KafkaOptions, read: (broker: KafkaBroker) => Observable<T>): Observable<T> {
  return using(
    () => {
      const broker = connectKafka(options);
      return { broker, unsubscribe: () => void broker.close() };
    },
    (resource) => read((resource as unknown as { broker: KafkaBroker }).broker),
  );
}

function toValues({ partition, records }: SourceBatch, ack: () => void): ValueBatch {
  return { partition, values: records.flatMap(({ value }) => (value === null ? [] : [value])), ack };
}

/** The group's position is a courtesy of the next start: what it lacks is read again. */
function acknowledge(source: Source, { topic, partition, nextOffset, ack }: SourceBatch): void {
  ack();
  source.commitPositions([{ topic, partition, offset: nextOffset }]).catch(() => undefined);
}

/** Nothing but control records: nobody wants to see that. */
function skip(batch: ValueBatch): boolean {
  batch.ack();
  return false;
}
