import type { Headers, OutgoingRecord } from "../../broker.js";
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
  readonly #records: readonly OutgoingRecord[];
  readonly #now: number;
  /** Bytes of each record behind its length. */
  readonly #sizes: Int32Array;
  readonly #bytes: number;
  /** Names recur from record to record. */
  readonly #names = new Map<string, Uint8Array>();

  constructor(records: readonly OutgoingRecord[], now: number) {
    this.#records = records;
    this.#now = now;
    this.count = records.length;
    this.#sizes = new Int32Array(records.length);
    this.baseTimestamp = records[0]?.timestamp ?? now;
    let max = this.baseTimestamp;
    let bytes = 0;
    for (let i = 0; i < records.length; i++) {
      const timestamp = checked(records[i]!.timestamp ?? now);
      if (timestamp > max) max = timestamp;
      const size = this.#sizeOf(records[i]!, i, timestamp);
      this.#sizes[i] = size;
      bytes += sizeOfVarint(size) + size;
    }
    this.maxTimestamp = max;
    this.#bytes = bytes;
  }

  /** The records in a buffer of their own, behind `room` bytes that are left to the caller, not zeroed. */
  write(room: number): Uint8Array {
    const to = Buffer.allocUnsafeSlow(room + this.#bytes);
    let at = room;
    for (let i = 0; i < this.count; i++) {
      const { timestamp, key, value, headers } = this.#records[i]!;
      at = writeVarint(to, at, this.#sizes[i]!);
      to[at++] = 0; // attributes; none are in use
      at = writeVarlong(to, at, (timestamp ?? this.#now) - this.baseTimestamp);
      at = writeVarint(to, at, i);
      at = writeBytes(to, at, key ?? null);
      at = writeBytes(to, at, value);
      if (headers === undefined) to[at++] = 0;
      else at = this.#writeHeaders(to, at, headers);
    }
    return to;
  }

  #sizeOf({ key, value, headers }: OutgoingRecord, index: number, timestamp: number): number {
    return (
      1 +
      sizeOfVarlong(timestamp - this.baseTimestamp) +
      sizeOfVarint(index) +
      sizeOfBytes(key ?? null) +
      sizeOfBytes(value) +
      (headers === undefined ? 1 : this.#sizeOfHeaders(headers))
    );
  }

  #sizeOfHeaders(headers: Headers): number {
    const names = Object.keys(headers);
    let size = sizeOfVarint(names.length);
    for (const name of names) size += sizeOfBytes(this.#encoded(name)) + sizeOfBytes(headers[name]!);
    return size;
  }

  #writeHeaders(to: Uint8Array, at: number, headers: Headers): number {
    const names = Object.keys(headers);
    at = writeVarint(to, at, names.length);
    for (const name of names) at = writeBytes(to, writeBytes(to, at, this.#encoded(name)), headers[name]!);
    return at;
  }

  #encoded(name: string): Uint8Array {
    const known = this.#names.get(name);
    if (known !== undefined) return known;
    const bytes = Buffer.from(name);
    this.#names.set(name, bytes);
    return bytes;
  }
}

function checked(timestamp: number): number {
  if (Number.isSafeInteger(timestamp) && timestamp >= -1) return timestamp;
  throw new RangeError(`${timestamp} is no timestamp: Kafka wants whole milliseconds since 1970`);
}

function sizeOfBytes(bytes: Uint8Array | null): number {
  return bytes === null ? 1 : sizeOfVarint(bytes.length) + bytes.length;
}

function writeBytes(to: Uint8Array, at: number, bytes: Uint8Array | null): number {
  if (bytes === null) return writeVarint(to, at, NULL);
  const { length } = bytes;
  at = writeVarint(to, at, length);
  if (length > LOOP_BYTES) to.set(bytes, at);
  else for (let i = 0; i < length; i++) to[at + i] = bytes[i]!;
  return at + length;
}
