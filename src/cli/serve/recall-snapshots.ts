import type { Broker } from "../../broker/broker.js";
import { lastRecords } from "../kafka/last-records.js";
import type { LiveView } from "./live-view.js";

/** Snapshots that are read at most. */
const MOST = 100;

/** Shows the last snapshots that an app has published. */
export async function recallSnapshots(broker: Broker, topic: string, { recall }: LiveView): Promise<void> {
  // At the very first start it may not exist yet.
  if (!(await broker.admin.partitionCounts([topic])).has(topic)) return;
  const published = await lastRecords(broker, { topic, partition: 0 }, MOST);
  recall(published.map(({ timestamp, value }) => ({ value, at: timestamp })));
}
