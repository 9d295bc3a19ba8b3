import type { Headers, Outgoing, RecordColumns, Transaction } from "../../broker/broker.js";
import { isColumns, sliceColumns, valueStart } from "../../broker/record-columns.js";

/** Records for one partition, in order. */
export interface Append {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly Outgoing[];
}

const RECORD_OVERHEAD = 24;

/** Uncompressed size of a record in a batch, or of many, in bytes, never too small. */
export function recordBytes(outgoing: Outgoing): number {
  if (!isColumns(outgoing)) {
    const { headers, key, value } = outgoing;
    return RECORD_OVERHEAD + (key?.length ?? 0) + (value?.length ?? 0) + headerBytes(headers);
  }
  let bytes = 0;
  for (let i = 0; i < outgoing.count; i++) bytes += columnBytes(outgoing, outgoing.first + i);
  return bytes;
}

/** Of one record of columns; `index` counts from the columns' beginning. */
function columnBytes(columns: RecordColumns, index: number): number {
  const value = columns.ends[index]! - valueStart(columns, index);
  return RECORD_OVERHEAD + (columns.keys[index]?.length ?? 0) + value + headerBytes(columns.headers[index]);
}

function headerBytes(headers: Headers | undefined): number {
  let bytes = 0;
  for (const name in headers) bytes += 8 + name.length + headers[name]!.length;
  return bytes;
}

/** Cuts records into sends of at most `limit` bytes each; a record beyond the limit goes alone. */
export function* cutSends(records: readonly Outgoing[], limit: number): Generator<readonly Outgoing[]> {
  let send: Outgoing[] = [];
  let bytes = 0;
  for (const outgoing of records) {
    const count = isColumns(outgoing) ? outgoing.count : 1;
    let from = 0;
    for (let i = 0; i < count; i++) {
      const size = isColumns(outgoing) ? columnBytes(outgoing, outgoing.first + i) : recordBytes(outgoing);
      if (bytes > 0 && bytes + size > limit) {
        if (i > from) send.push(part(outgoing, from, i));
        yield send;
        send = [];
        bytes = 0;
        from = i;
      }
      bytes += size;
    }
    if (count > from) send.push(part(outgoing, from, count));
  }
  if (send.length > 0) yield send;
}

const part = (outgoing: Outgoing, from: number, to: number): Outgoing =>
  isColumns(outgoing) ? sliceColumns(outgoing, from, to) : outgoing;

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
