import type { OutgoingRecord, Transaction } from "../../broker/broker.js";

/** Records for one partition, in order. */
export interface Append {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly OutgoingRecord[];
}

const RECORD_OVERHEAD = 24;

/** Uncompressed size of a record in a batch, in bytes, never too small. */
export function recordBytes(record: OutgoingRecord): number {
  let bytes = RECORD_OVERHEAD + (record.key?.length ?? 0) + (record.value?.length ?? 0);
  for (const name in record.headers) bytes += 8 + name.length + record.headers[name]!.length;
  return bytes;
}

/** Cuts records into sends of at most `limit` bytes each; a record beyond the limit goes alone. */
export function* cutSends(records: readonly OutgoingRecord[], limit: number): Generator<readonly OutgoingRecord[]> {
  let start = 0;
  let bytes = 0;
  for (let i = 0; i < records.length; i++) {
    const size = recordBytes(records[i]!);
    if (i > start && bytes + size > limit) {
      yield records.slice(start, i);
      start = i;
      bytes = 0;
    }
    bytes += size;
  }
  if (start < records.length) yield start === 0 ? records : records.slice(start);
}

/**
 * Appends everything to an open transaction, partitions side by side, each in order.
 *
 * @throws the first error, once nothing is under way any more.
 */
export async function appendAll(transaction: Transaction, appends: readonly Append[], limit: number): Promise<void> {
  const outcomes = await Promise.allSettled(
    appends.map(async ({ topic, partition, records }) => {
      for (const send of cutSends(records, limit)) await transaction.append(topic, partition, send);
    }),
  );
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
}
