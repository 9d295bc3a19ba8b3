import { filter, map, type Observable, using } from "rxjs";
import type { Source, SourceBatch } from "../broker/broker.js";
import { connectKafka } from "../broker/kafka/connect-kafka.js";
import type { KafkaBroker } from "../broker/kafka/kafka-broker.js";
import type { KafkaOptions } from "../broker/kafka/kafka-options.js";
import type { Label } from "../format/records.js";
import { decodeLabels } from "./decode-labels.js";

/** Options of {@link labels}: the cluster, and whose labels. */
export interface LabelsOptions extends KafkaOptions {
  readonly app: string;
  /**
   * Members of one group share the partitions, and go on where the group was. Without a group every reader gets
   * everything.
   */
  readonly group?: string;
  /** Where a reader without a group begins; a group begins at its positions, or at the log's start. */
  readonly from?: "earliest" | "latest";
}

/** Labels of one partition, in order. */
export interface LabelBatch {
  readonly partition: number;
  readonly labels: readonly Label[];
  /** The next batch of the partition comes after this call, which also moves the group's position. */
  ack(): void;
}

/**
 * The labels of an app, each once as far as the topic goes: reads committed records only. After a crash of the reader
 * a group delivers again what was not acknowledged; (topic, partition, offset, index) of `source` tells doubles.
 *
 * Cold; unsubscribing leaves the group and disconnects.
 *
 * @throws (as the stream's error) BrokerError | TypeError for records that are no labels in JSON
 * @example
 * labels({ brokers: ["localhost:9092"], clientId: "pager", app: "geyser", group: "pager" }).subscribe((batch) => {
 *   for (const label of batch.labels) if (label.anomaly.score > 6) console.log(label.id, label.anomaly.score);
 *   batch.ack();
 * });
 */
export function labels({ app, group, from = "earliest", ...options }: LabelsOptions): Observable<LabelBatch> {
  const topic = `${app}.labels`;
  return withBroker(options, (broker) => {
    if (group === undefined)
      return broker.tail({ topic, from }).pipe(
        filter((event) => event.type === "batch"),
        map((batch) => toLabels(batch, () => batch.ack())),
      );
    const source = broker.source({ group, topics: [topic], assignment: "spread" });
    return source.events$.pipe(
      filter((event) => event.type === "batch"),
      map((batch) => toLabels(batch, () => acknowledge(source, batch))),
    );
  }).pipe(filter((batch) => batch.labels.length > 0 || skip(batch)));
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

function toLabels({ partition, records }: SourceBatch, ack: () => void): LabelBatch {
  const values = records.flatMap(({ value }) => (value === null ? [] : decodeLabels(value)));
  return { partition, labels: values, ack };
}

/** The group's position is a courtesy of the next start: what it lacks is read again. */
function acknowledge(source: Source, { topic, partition, nextOffset, ack }: SourceBatch): void {
  ack();
  source.commitPositions([{ topic, partition, offset: nextOffset }]).catch(() => undefined);
}

/** Nothing but control records: nobody wants to see that. */
function skip(batch: LabelBatch): boolean {
  batch.ack();
  return false;
}
