import type { Headers, Outgoing, OutgoingRecord, RecordColumns } from "../../broker.js";
import { isColumns, recordCount, valueStart } from "../../record-columns.js";
import type { BatchMemory } from "./batch-memory.js";
import { EncodedHeaders } from "./encoded-headers.js";
import { sizeOfVarint, sizeOfVarlong, writeVarint, writeVarlong } from "./varint.js";

const NULL = -1;

/** Below this a loop is faster than the call of `set`. */
const LOOP_BYTES = 24;

/**
 * Lays out the records of one batch. Sizes are taken first, because a record stands behind its length and a buffer of
 * the right size is never copied.
 */
export class RecordWriter {
  readonly count: number;
  readonly baseTimestamp: number;
  readonly maxTimestamp: number;
  readonly #records: readonly Outgoing[];
  readonly #now: number;
  /** Bytes of each record behind its length. */
  readonly #sizes: Int32Array;
  readonly #headers = new EncodedHeaders();
  /** Of all records, their lengths included. */
  #bytes = 0;

  constructor(records: readonly Outgoing[], now: number) {
    this.#records = records;
    this.#now = now;
    this.count = recordCount(records);
    this.#sizes = new Int32Array(this.count);
    this.baseTimestamp = this.#firstTimestamp();
    this.maxTimestamp = this.#measure();
  }

  /** The records, behind `room` bytes that are left to the caller, not zeroed. */
  write(room: number, memory: BatchMemory): Uint8Array {
    const to = memory.take(room + this.#bytes);
    let at = room;
    let index = 0;
    for (const outgoing of this.#records)
      if (isColumns(outgoing)) {
        at = this.#writeColumns(to, at, index, outgoing);
        index += outgoing.count;
      } else at = this.#writeRecord(to, at, index++, outgoing);
    return to;
  }

  #firstTimestamp(): number {
    for (const outgoing of this.#records)
      if (!isColumns(outgoing)) return outgoing.timestamp ?? this.#now;
      else if (outgoing.count > 0) return this.#known(outgoing.timestamps[outgoing.first]!);
    return this.#now;
  }

  /** Takes the sizes; returns the latest timestamp. */
  #measure(): number {
    let max = this.baseTimestamp;
    let index = 0;
    for (const outgoing of this.#records) {
      if (!isColumns(outgoing)) {
        const { key, value, headers, timestamp = this.#now } = outgoing;
        max = Math.max(max, checked(timestamp));
        this.#take(index++, timestamp, key ?? null, value === null ? NULL : value.length, headers);
        continue;
      }
      const { count, ends, first, headers, keys, timestamps } = outgoing;
      let start = valueStart(outgoing, first);
      for (let i = first; i < first + count; i++) {
        const timestamp = this.#known(timestamps[i]!);
        max = Math.max(max, checked(timestamp));
        this.#take(index++, timestamp, keys[i] ?? null, ends[i]! - start, headers[i]);
        start = ends[i]!;
      }
    }
    return max;
  }

  #known(timestamp: number): number {
    return Number.isNaN(timestamp) ? this.#now : timestamp;
  }

  #take(index: number, timestamp: number, key: Uint8Array | null, value: number, headers: Headers | undefined): void {
    const size =
      1 +
      sizeOfVarlong(timestamp - this.baseTimestamp) +
      sizeOfVarint(index) +
      sizeOfBytes(key === null ? NULL : key.length) +
      sizeOfBytes(value) +
      this.#headers.of(headers).length;
    this.#sizes[index] = size;
    this.#bytes += sizeOfVarint(size) + size;
  }

  #writeRecord(to: Uint8Array, at: number, index: number, record: OutgoingRecord): number {
    const { timestamp = this.#now, key = null, value, headers } = record;
    at = this.#writeHead(to, at, index, timestamp, key);
    at = writeVarint(to, at, value === null ? NULL : value.length);
    if (value !== null) at = copy(to, at, value, 0, value.length);
    const encoded = this.#headers.of(headers);
    return copy(to, at, encoded, 0, encoded.length);
  }

  #writeColumns(to: Uint8Array, at: number, index: number, columns: RecordColumns): number {
    const { bytes, count, ends, first, headers, keys, timestamps } = columns;
    let start = valueStart(columns, first);
    for (let i = first; i < first + count; i++) {
      const end = ends[i]!;
      at = this.#writeHead(to, at, index + i - first, this.#known(timestamps[i]!), keys[i] ?? null);
      at = copy(to, writeVarint(to, at, end - start), bytes, start, end);
      const encoded = this.#headers.of(headers[i]);
      at = copy(to, at, encoded, 0, encoded.length);
      start = end;
    }
    return at;
  }

  /** Everything that stands before the value. */
  #writeHead(to: Uint8Array, at: number, index: number, timestamp: number, key: Uint8Array | null): number {
    at = writeVarint(to, at, this.#sizes[index]!);
    to[at++] = 0; // attributes; none are in use
    at = writeVarlong(to, at, timestamp - this.baseTimestamp);
    at = writeVarint(to, at, index);
    at = writeVarint(to, at, key === null ? NULL : key.length);
    return key === null ? at : copy(to, at, key, 0, key.length);
  }
}

function checked(timestamp: number): number {
  if (Number.isSafeInteger(timestamp) && timestamp >= -1) return timestamp;
  throw new RangeError(`${timestamp} is no timestamp: Kafka wants whole milliseconds since 1970`);
}

/** Of bytes behind their length. */
function sizeOfBytes(length: number): number {
  return length === NULL ? 1 : sizeOfVarint(length) + length;
}

/** Copies bytes [start, end) of `from`; returns where they end in `to`. */
function copy(to: Uint8Array, at: number, from: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length > LOOP_BYTES) to.set(from.subarray(start, end), at);
  else for (let i = 0; i < length; i++) to[at + i] = from[start + i]!;
  return at + length;
}
