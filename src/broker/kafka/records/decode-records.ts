import type { Headers, IncomingRecord } from "../../broker.js";
import { BrokerError } from "../../errors.js";
import { LOG_APPEND_TIME } from "./batch-layout.js";
import { ByteReader } from "./byte-reader.js";
import type { RecordBatch } from "./split-record-set.js";

// What a record and a header weigh beside their bytes, objects and views; measured on Node 20.
const RECORD_OVERHEAD_BYTES = 300;
const HEADER_OVERHEAD_BYTES = 125;

const NO_HEADERS: Headers = Object.freeze({});

/**
 * Appends the records of a batch from offset `from` on; keys and values are views into `records`.
 *
 * @param records those of the batch, decompressed.
 * @returns bytes that they keep, overhead included.
 * @throws BrokerError when the records do not fill their batch exactly.
 */
export function decodeRecords(batch: RecordBatch, records: Uint8Array, from: number, to: IncomingRecord[]): number {
  const reader = new ByteReader(records);
  const appendTime = (batch.attributes & LOG_APPEND_TIME) !== 0;
  let bytes = 0;
  for (let i = 0; i < batch.count; i++) {
    const length = reader.varint();
    const end = reader.at + length;
    if (length < 0 || end > records.length) throw malformed(batch, i);
    reader.skip(1); // attributes; none are in use
    const delta = reader.varlong();
    const offset = batch.baseOffset + reader.varint();
    if (offset < from) {
      reader.at = end;
      continue;
    }
    const timestamp = appendTime ? batch.maxTimestamp : batch.baseTimestamp + delta;
    const key = reader.bytes();
    const value = reader.bytes();
    const headers = readHeaders(reader, end);
    if (reader.at !== end) throw malformed(batch, i);
    to.push({ offset, timestamp, key, value, headers });
    bytes += length + RECORD_OVERHEAD_BYTES;
    if (headers !== NO_HEADERS) bytes += HEADER_OVERHEAD_BYTES * Object.keys(headers).length;
  }
  if (reader.at !== records.length) throw malformed(batch, batch.count);
  return bytes;
}

/** Of a name that comes twice the last counts; a null is read as no bytes. */
function readHeaders(reader: ByteReader, end: number): Headers {
  const count = reader.varint();
  if (count <= 0) return NO_HEADERS;
  const entries: [string, Uint8Array][] = [];
  for (let i = 0; i < count && reader.at <= end; i++)
    entries.push([reader.text(), reader.bytes() ?? new Uint8Array(0)]);
  return Object.fromEntries(entries);
}

function malformed({ baseOffset }: RecordBatch, index: number): BrokerError {
  return new BrokerError(`record ${index} of the batch at offset ${baseOffset} is malformed`);
}
