import type { Broker, IncomingRecord, TopicPartition } from "../../broker/broker.js";

/** Ends of transactions take an offset each: of a topic where each record has a transaction, every second. */
const OFFSETS = 2;
/** Aborted and deleted records take offsets as well: whoever finds too few looks so many times as far back. */
const FARTHER = 8;

type FullRecord = IncomingRecord & { readonly value: Uint8Array };

/** The last committed records of a partition, in their order; those that hold nothing are left out. */
export async function lastRecords(broker: Broker, partition: TopicPartition, most: number): Promise<FullRecord[]> {
  const { start, end } = await broker.admin.bounds(partition);
  for (let reach = OFFSETS * most; ; reach *= FARTHER) {
    const from = Math.max(start, end - reach);
    const found = await recordsFrom(broker, partition, from);
    if (found.length >= most || from === start) return found.slice(-most);
  }
}

async function recordsFrom(broker: Broker, partition: TopicPartition, from: number): Promise<FullRecord[]> {
  const found: FullRecord[] = [];
  for await (const records of broker.readToEnd(partition, from))
    for (const record of records) if (record.value !== null) found.push({ ...record, value: record.value });
  return found;
}
