import type { Broker } from "../../broker/broker.js";

/** Snapshots that are read at most. */
const MOST = 100;
/** Offsets that a snapshot takes at most: it comes in a transaction of its own, whose end takes one as well. */
const OFFSETS = 2;

/** Reads the last snapshots that an app has published, the oldest first. */
export async function recallSnapshots(
  broker: Broker,
  topic: string,
  recall: (snapshot: Uint8Array, at: number) => void,
): Promise<void> {
  // At the very first start it may not exist yet.
  if (!(await broker.admin.partitionCounts([topic])).has(topic)) return;
  const partition = { topic, partition: 0 };
  const { start, end } = await broker.admin.bounds(partition);
  for await (const records of broker.readToEnd(partition, Math.max(start, end - OFFSETS * MOST)))
    for (const { timestamp, value } of records) if (value !== null) recall(value, timestamp);
}
