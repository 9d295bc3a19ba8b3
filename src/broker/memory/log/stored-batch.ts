import type { Headers, IncomingRecord, OutgoingRecord } from "../../broker.js";

/** What every batch of one transaction shares: setting its fate settles all of them at once. */
export interface TransactionMark {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly epoch: number;
  fate: "open" | "committed" | "aborted";
}

/** A record batch of the log, or a control record (`marker`), which holds no data but occupies an offset. */
export interface StoredBatch {
  readonly baseOffset: number;
  /** Exclusive. Compaction keeps it: `records` may be fewer than the offsets spanned. */
  readonly nextOffset: number;
  readonly records: readonly IncomingRecord[];
  /** Keys, values and headers, uncompressed. */
  readonly bytes: number;
  readonly latestTimestamp: number;
  /** The cluster's clock, ms: the age of tombstones must not depend on what clients write into timestamps. */
  readonly appendedAt: number;
  readonly transaction: TransactionMark | undefined;
  readonly marker: "commit" | "abort" | undefined;
}

const NO_HEADERS: Headers = Object.freeze({});

/** Bytes of a record as the size limits count them: key, value and headers, uncompressed. */
function recordBytes(record: OutgoingRecord): number {
  let bytes = (record.key?.length ?? 0) + (record.value?.length ?? 0);
  if (record.headers === undefined) return bytes;
  for (const name in record.headers) bytes += name.length + record.headers[name]!.length;
  return bytes;
}

export function batchBytes(records: readonly OutgoingRecord[]): number {
  let bytes = 0;
  for (const record of records) bytes += recordBytes(record);
  return bytes;
}

/** The batch as it is stored; byte arrays are kept, not copied. `clientNow` = timestamp of records that have none. */
export function dataBatch(
  baseOffset: number,
  outgoing: readonly OutgoingRecord[],
  clientNow: number,
  appendedAt: number,
  transaction: TransactionMark | undefined,
): StoredBatch {
  const records = new Array<IncomingRecord>(outgoing.length);
  let latestTimestamp = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < outgoing.length; i++) {
    const { key, value, headers, timestamp = clientNow } = outgoing[i]!;
    records[i] = { offset: baseOffset + i, timestamp, key: key ?? null, value, headers: headers ?? NO_HEADERS };
    if (timestamp > latestTimestamp) latestTimestamp = timestamp;
  }
  const nextOffset = baseOffset + outgoing.length;
  const bytes = batchBytes(outgoing);
  return { baseOffset, nextOffset, records, bytes, latestTimestamp, appendedAt, transaction, marker: undefined };
}

export function controlBatch(
  baseOffset: number,
  marker: "commit" | "abort",
  appendedAt: number,
  transaction: TransactionMark,
): StoredBatch {
  const shape = { baseOffset, nextOffset: baseOffset + 1, records: [], bytes: 0 };
  return { ...shape, latestTimestamp: Number.NEGATIVE_INFINITY, appendedAt, transaction, marker };
}

/** The same batch with some of its records only. */
export function withRecords(batch: StoredBatch, records: readonly IncomingRecord[]): StoredBatch {
  let latestTimestamp = Number.NEGATIVE_INFINITY;
  for (const { timestamp } of records) if (timestamp > latestTimestamp) latestTimestamp = timestamp;
  return { ...batch, records, bytes: batchBytes(records), latestTimestamp };
}

/** Whether a `read_committed` reader below the last stable offset sees the batch. */
export function isVisible(batch: StoredBatch): boolean {
  return batch.marker === undefined && (batch.transaction === undefined || batch.transaction.fate === "committed");
}

/** Records of the batch at or after an offset; the batch's own array when that is all of them. */
export function recordsFrom(batch: StoredBatch, offset: number): readonly IncomingRecord[] {
  const { records } = batch;
  if (offset <= batch.baseOffset) return records;
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (records[middle]!.offset < offset) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? records : records.slice(low);
}
