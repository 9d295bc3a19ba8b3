import { crc32c } from "../../../checksum/crc32c.js";
import type { Outgoing } from "../../broker.js";
import * as at from "./batch-layout.js";
import { BatchMemory } from "./batch-memory.js";
import { type CompressionName, compress, compressionId } from "./compression.js";
import { RecordWriter } from "./record-writer.js";

export interface RecordBatchHead {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly transactional: boolean;
  readonly compression: CompressionName;
  /** ms, for records that bring no timestamp. */
  readonly now: number;
}

/**
 * One Kafka record batch (magic 2), whole, in one buffer; at once when uncompressed.
 *
 * @param records at least one. They are copied.
 * @param memory where it is made; give it back there once it is sent.
 * @throws RangeError for no records, or a timestamp that is not a whole number of ms from −1 on.
 * @throws BrokerError when the compression needs a package that is absent.
 * @example
 * encodeRecordBatch([{ value }], {
 *   producerId: 4000n, producerEpoch: 0, firstSequence: 0, transactional: true, compression: "none", now: Date.now(),
 * });
 */
export function encodeRecordBatch(
  records: readonly Outgoing[],
  head: RecordBatchHead,
  memory: BatchMemory = new BatchMemory(),
): Uint8Array | Promise<Uint8Array> {
  const writer = new RecordWriter(records, head.now);
  if (writer.count === 0) throw new RangeError("a record batch holds at least one record");
  const { compression } = head;
  if (compression === "none") return seal(writer.write(at.RECORDS, memory), writer, head);
  return compress(compression, writer.write(0, memory)).then((compressed) => {
    const batch = Buffer.allocUnsafeSlow(at.RECORDS + compressed.length);
    batch.set(compressed, at.RECORDS);
    return seal(batch, writer, head);
  });
}

/** Writes everything that stands before the records. */
function seal(batch: Uint8Array, records: RecordWriter, head: RecordBatchHead): Uint8Array {
  const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
  view.setBigInt64(at.BASE_OFFSET, 0n);
  view.setInt32(at.BATCH_LENGTH, batch.length - at.LENGTH_END);
  view.setInt32(at.PARTITION_LEADER_EPOCH, -1);
  view.setInt8(at.MAGIC, at.MAGIC_2);
  view.setInt16(at.ATTRIBUTES, compressionId(head.compression) | (head.transactional ? at.TRANSACTIONAL : 0));
  view.setInt32(at.LAST_OFFSET_DELTA, records.count - 1);
  view.setBigInt64(at.BASE_TIMESTAMP, BigInt(records.baseTimestamp));
  view.setBigInt64(at.MAX_TIMESTAMP, BigInt(records.maxTimestamp));
  view.setBigInt64(at.PRODUCER_ID, head.producerId);
  view.setInt16(at.PRODUCER_EPOCH, head.producerEpoch);
  view.setInt32(at.BASE_SEQUENCE, head.firstSequence);
  view.setInt32(at.RECORD_COUNT, records.count);
  view.setUint32(at.CRC, crc32c(batch.subarray(at.ATTRIBUTES)));
  return batch;
}
