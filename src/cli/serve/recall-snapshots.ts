import type { Broker } from "../../broker/broker.js";
import type { LiveView } from "./live-view.js";

/** Snapshots that are read at most. */
const MOST = 100;
/** Offsets that a snapshot takes at most: it comes in a transaction of its own, whose end takes one as well. */
const OFFSETS = 2;

/** Shows the last snapshots that an app has published. */
export async function recallSnapshots(broker: Broker, topic: string, { recall }: LiveView): Promise<void> {
  // At the very first start it may not exist yet.
  if (!(await broker.admin.partitionCounts([topic])).has(topic)) return;
  const partition = { topic, partition: 0 };
  const { start, end } = await broker.admin.bounds(partition);
  const published: { value: Uint8Array; at: number }[] = [];
  for await (const records of broker.readToEnd(partition, Math.max(start, end - OFFSETS * MOST)))
    for (const { timestamp, value } of records) if (value !== null) published.push({ value, at: timestamp });
  recall(published);
}
