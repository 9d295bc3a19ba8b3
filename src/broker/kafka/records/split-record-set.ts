import { crc32c } from "../../../checksum/crc32c.js";
import { BrokerError } from "../../errors.js";
import * as at from "./batch-layout.js";

/** A record batch of a fetched set: what its head says, and its records, still packed. */
export interface RecordBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  /** ms; the records' own are relative to it. */
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly attributes: number;
  readonly producerId: bigint;
  readonly count: number;
  /** A view into the set. */
  readonly records: Uint8Array;
}

/** The whole batches of a set, their checksums verified. `truncated` = it ends inside a batch, which is left out. */
export function splitRecordSet(set: Uint8Array): { readonly batches: RecordBatch[]; readonly truncated: boolean } {
  const view = new DataView(set.buffer, set.byteOffset, set.byteLength);
  const batches: RecordBatch[] = [];
  let start = 0;
  let next = 0; // no batch reaches back behind the one before it
  while (start + at.LENGTH_END <= set.length) {
    const length = view.getInt32(start + at.BATCH_LENGTH);
    const end = start + at.LENGTH_END + length;
    if (start + at.MAGIC < set.length) checkMagic(view.getInt8(start + at.MAGIC));
    if (length < at.RECORDS - at.LENGTH_END) throw corrupt(`says it is ${length} bytes long`, view, start);
    if (end > set.length) break;
    const batch = readBatch(set.subarray(start, end), view, start);
    if (batch.baseOffset < next || batch.lastOffset < batch.baseOffset)
      throw corrupt(`should not begin before offset ${next}`, view, start);
    batches.push(batch);
    next = batch.lastOffset + 1;
    start = end;
  }
  return { batches, truncated: start < set.length };
}

function readBatch(batch: Uint8Array, view: DataView, start: number): RecordBatch {
  if (view.getUint32(start + at.CRC) !== crc32c(batch.subarray(at.ATTRIBUTES)))
    throw corrupt("has a wrong checksum", view, start);
  const baseOffset = int64(view, start + at.BASE_OFFSET);
  const lastOffset = baseOffset + view.getInt32(start + at.LAST_OFFSET_DELTA);
  if (!Number.isSafeInteger(baseOffset) || !Number.isSafeInteger(lastOffset))
    throw new BrokerError(`offset ${baseOffset} is beyond 2^53, which this client does not read`);
  return {
    baseOffset,
    lastOffset,
    baseTimestamp: int64(view, start + at.BASE_TIMESTAMP),
    maxTimestamp: int64(view, start + at.MAX_TIMESTAMP),
    attributes: view.getInt16(start + at.ATTRIBUTES),
    producerId: view.getBigInt64(start + at.PRODUCER_ID),
    count: view.getInt32(start + at.RECORD_COUNT),
    records: batch.subarray(at.RECORDS),
  };
}

function checkMagic(magic: number): void {
  if (magic === at.MAGIC_2) return;
  const old = magic === 0 || magic === 1;
  throw new BrokerError(
    old
      ? `records in message format ${magic}, from before Kafka 0.11, are not read by this client: copy them to a new topic`
      : `a record batch of message format ${magic}, which is unknown`,
    { retriable: !old },
  );
}

/** Retriable: the bytes may have suffered on their way. */
function corrupt(what: string, view: DataView, start: number): BrokerError {
  return new BrokerError(`the record batch at offset ${int64(view, start)} is corrupt: it ${what}`, {
    retriable: true,
  });
}

/** An int64 as the nearest double. */
function int64(view: DataView, position: number): number {
  return view.getInt32(position) * 0x100000000 + view.getUint32(position + 4);
}
