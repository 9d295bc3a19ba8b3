import { concatMap, filter, from, map, type Observable } from "rxjs";
import type { IncomingRecord } from "../broker/broker.js";
import type { KafkaBroker } from "../broker/kafka/kafka-broker.js";
import type { KafkaOptions } from "../broker/kafka/kafka-options.js";
import { type Snapshot, snapshotSchema } from "../format/records.js";
import { withBroker } from "./read-values.js";

/** Options of {@link latestSnapshots}: the cluster, and whose mixture. */
export interface LatestSnapshotsOptions extends KafkaOptions {
  readonly app: string;
}

/**
 * The newest published mixture of an app at once, then each that follows: what `scoreWith` scores with.
 *
 * Cold; unsubscribing disconnects. No group is joined.
 *
 * @throws (as the stream's error) BrokerError, or a ZodError for records that are no snapshots of schema 1
 * @example
 * import { latestSnapshots } from "mixtide/kafka";
 * import { scoreWith } from "mixtide/rx";
 *
 * const mixtures$ = latestSnapshots({ brokers: ["localhost:9092"], clientId: "scorer", app: "geyser" });
 * events$.pipe(scoreWith(mixtures$, { features: (event) => [event.eruptions, event.waiting] })).subscribe(alertIfOdd);
 */
export function latestSnapshots({ app, ...options }: LatestSnapshotsOptions): Observable<Snapshot> {
  const topic = `${app}.model`;
  return withBroker(options, (broker) =>
    from(broker.admin.bounds({ topic, partition: 0 })).pipe(concatMap(({ end }) => follow(broker, topic, end))),
  );
}

/** Of what was there already only the last counts. */
function follow(broker: KafkaBroker, topic: string, end: number): Observable<Snapshot> {
  let newest: IncomingRecord | undefined;
  return broker.tail({ topic, from: "earliest" }).pipe(
    filter((event) => event.type === "batch"),
    concatMap((batch) => {
      batch.ack();
      const records = batch.records.filter(({ value }) => value !== null);
      newest = records.findLast(({ offset }) => offset < end) ?? newest;
      if (batch.nextOffset < end) return [];
      const first = newest === undefined ? [] : [newest];
      newest = undefined;
      return [...first, ...records.filter(({ offset }) => offset >= end)];
    }),
    map(({ value }) => decodeSnapshot(value!)),
  );
}

function decodeSnapshot(value: Uint8Array): Snapshot {
  return snapshotSchema.parse(JSON.parse(new TextDecoder().decode(value)));
}
