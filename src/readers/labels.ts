import { map, type Observable } from "rxjs";
import type { Label } from "../format/records.js";
import { decodeLabels } from "./decode-labels.js";
import { type ReaderOptions, readValues } from "./read-values.js";

/** Options of {@link labels}: the cluster, and whose labels. */
export interface LabelsOptions extends ReaderOptions {}

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
export function labels(options: LabelsOptions): Observable<LabelBatch> {
  return readValues("labels", options).pipe(
    map(({ partition, values, ack }) => ({ partition, labels: values.flatMap(decodeLabels), ack })),
  );
}
