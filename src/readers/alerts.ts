import { map, type Observable } from "rxjs";
import { type Alert, alertSchema } from "../format/records.js";
import { type ReaderOptions, readValues } from "./read-values.js";

/** Options of {@link alerts}: the cluster, and whose alerts. */
export interface AlertsOptions extends ReaderOptions {}

/** Alerts of one partition, in order. */
export interface AlertBatch {
  readonly partition: number;
  readonly alerts: readonly Alert[];
  /** The next batch of the partition comes after this call, which also moves the group's position. */
  ack(): void;
}

/**
 * The alerts of an app, each once as far as the topic goes: unusual points, and changes of the stream. Reads committed
 * records only. After a crash of the reader a group delivers again what was not acknowledged; (topic, partition, offset,
 * index) of `source` tells doubles.
 *
 * Cold; unsubscribing leaves the group and disconnects.
 *
 * @throws (as the stream's error) BrokerError | TypeError for records that are no alerts
 * @example
 * alerts({ brokers: ["localhost:9092"], clientId: "pager", app: "geyser", group: "pager" }).subscribe((batch) => {
 *   for (const alert of batch.alerts)
 *     if (alert.kind === "drift") console.log(alert.message);
 *     else console.log(alert.id, alert.anomaly.pValue, alert.anomaly.why);
 *   batch.ack();
 * });
 */
export function alerts(options: AlertsOptions): Observable<AlertBatch> {
  return readValues("alerts", options).pipe(
    map(({ partition, values, ack }) => ({ partition, alerts: values.map(decodeAlert), ack })),
  );
}

const text = new TextDecoder("utf-8", { fatal: true });

/** @throws TypeError when it is none, or one of another major version. */
export function decodeAlert(value: Uint8Array): Alert {
  const parsed = alertSchema.safeParse(parse(value));
  if (parsed.success) return parsed.data;
  throw new TypeError(`no alert of schema 1: ${text.decode(value.subarray(0, 200))}`, { cause: parsed.error });
}

function parse(value: Uint8Array): unknown {
  try {
    return JSON.parse(text.decode(value));
  } catch (cause) {
    throw new TypeError("no alert: it is not JSON", { cause });
  }
}
