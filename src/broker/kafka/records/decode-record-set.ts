import type { IncomingRecord } from "../../broker.js";
import { COMPRESSION_MASK } from "./batch-layout.js";
import { type AbortedTransaction, committedBatches } from "./committed-batches.js";
import { decompress } from "./compression.js";
import { decodeRecords } from "./decode-records.js";
import { type RecordBatch, splitRecordSet } from "./split-record-set.js";

export type { AbortedTransaction };

export interface DecodedRecordSet {
  readonly records: IncomingRecord[];
  /** Beyond the last whole batch, whatever it held (control, aborted, compacted away, empty); `from` if there was none. */
  readonly nextOffset: number;
  /** Of keys, values and headers, and an estimate of what the records weigh beside them. */
  readonly bytes: number;
  /**
   * The set ended inside a batch. Usual, and of no concern unless `nextOffset` is still `from`: then the batch does not
   * fit into what is fetched.
   */
  readonly truncated: boolean;
}

/**
 * Records of a Fetch response's partition that a read_committed reader may see, at or after `from`; at once when none
 * of them is compressed.
 *
 * Keys, values and headers of uncompressed batches are views into `set`: it stays in memory for as long as any of them
 * does. Offsets are exact, timestamps the nearest double.
 *
 * @param set as the broker sent it: it may begin before `from` and end inside a batch.
 * @param options.aborted the response's list, in any order.
 * @throws BrokerError for a wrong checksum or length (retriable: refetch), a format older than 2, an offset beyond
 * 2^53, malformed records, or a compression whose package is absent.
 */
export function decodeRecordSet(
  set: Uint8Array,
  options: { readonly from: number; readonly aborted: readonly AbortedTransaction[] | null },
): DecodedRecordSet | Promise<DecodedRecordSet> {
  const { from, aborted } = options;
  // Views of a Buffer are Buffers, whose `slice` does not copy as that of a Uint8Array does.
  const { batches, truncated } = splitRecordSet(new Uint8Array(set.buffer, set.byteOffset, set.byteLength));
  const nextOffset = Math.max(from, (batches.at(-1)?.lastOffset ?? -1) + 1);
  const visible = committedBatches(batches, aborted).filter((batch) => batch.lastOffset >= from && batch.count !== 0);
  const records: IncomingRecord[] = [];
  if (visible.some(isCompressed))
    return decodeCompressed(visible, from, records).then((bytes) => ({ records, nextOffset, bytes, truncated }));
  let bytes = 0;
  for (const batch of visible) bytes += decodeRecords(batch, batch.records, from, records);
  return { records, nextOffset, bytes, truncated };
}

async function decodeCompressed(
  batches: readonly RecordBatch[],
  from: number,
  records: IncomingRecord[],
): Promise<number> {
  let bytes = 0;
  for (const batch of batches) {
    const plain = isCompressed(batch)
      ? await decompress(batch.attributes & COMPRESSION_MASK, batch.records)
      : batch.records;
    bytes += decodeRecords(batch, new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength), from, records);
  }
  return bytes;
}

function isCompressed({ attributes }: RecordBatch): boolean {
  return (attributes & COMPRESSION_MASK) !== 0;
}
