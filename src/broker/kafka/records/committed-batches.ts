import * as at from "./batch-layout.js";
import { ByteReader } from "./byte-reader.js";
import type { RecordBatch } from "./split-record-set.js";

/** A transaction that was aborted, as a Fetch response names it. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  /** Where its first batch stands. */
  readonly firstOffset: bigint;
}

const ABORT = 0;

/**
 * The batches that a read_committed reader may see: neither control batches nor those of aborted transactions.
 *
 * The broker does not say where an aborted transaction ends: its own ABORT marker does.
 */
export function committedBatches(
  batches: readonly RecordBatch[],
  aborted: readonly AbortedTransaction[] | null,
): RecordBatch[] {
  const starts = [...(aborted ?? [])].sort((a, b) => Number(a.firstOffset - b.firstOffset));
  const aborting = new Set<bigint>();
  let started = 0;
  return batches.filter((batch) => {
    while (started < starts.length && starts[started]!.firstOffset <= batch.lastOffset)
      aborting.add(starts[started++]!.producerId);
    if ((batch.attributes & at.CONTROL) !== 0) {
      if (isAbort(batch)) aborting.delete(batch.producerId);
      return false;
    }
    return (batch.attributes & at.TRANSACTIONAL) === 0 || !aborting.has(batch.producerId);
  });
}

/** Of a control batch. Its one record's key is int16 version, int16 type; compaction may have taken that record. */
function isAbort({ records }: RecordBatch): boolean {
  const reader = new ByteReader(records);
  reader.varint(); // length
  reader.skip(1); // attributes
  reader.varlong(); // timestamp
  reader.varint(); // offset
  const key = reader.bytes();
  return key !== null && key.length >= 4 && new DataView(key.buffer, key.byteOffset).getInt16(2) === ABORT;
}
