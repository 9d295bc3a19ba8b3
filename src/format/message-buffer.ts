import { DOUBLE_BYTES, writeDouble } from "./number/write-double.js";

/** Headers of a message. */
export type MessageHeaders = Readonly<Record<string, Uint8Array>>;

/** A message ready to be sent; brokers take it as it is. */
export interface EncodedMessage {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array;
  readonly headers: MessageHeaders;
  /** ms since 1970. */
  readonly timestamp?: number;
}

const FIRST_CAPACITY = 1 << 14;
/** Up to here a loop is faster than `set`, which takes 20 ns whatever the length (measured). */
const SHORT = 12;

/**
 * Messages written one behind the other into one growing buffer: encoders write a value with `text`, `copy` and
 * `number`, then close it with `end`.
 *
 * What `messages()` and `value()` hand out are views; they stay as they are whatever is written later.
 */
export class MessageBuffer {
  /** The values, one behind the other. */
  bytes: Uint8Array;
  /** Bytes written so far. */
  length = 0;
  /** Where the value of each message ends. */
  readonly ends: number[] = [];
  readonly #keys: (Uint8Array | null)[] = [];
  readonly #timestamps: number[] = [];
  #view: DataView;
  readonly #headers: (MessageHeaders | undefined)[] = [];

  constructor(capacity: number = FIRST_CAPACITY) {
    this.bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.bytes.buffer);
  }

  /** Number of messages. */
  get count(): number {
    return this.ends.length;
  }

  /** Makes room for so many bytes. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const wide = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
    wide.set(this.bytes.subarray(0, this.length));
    this.bytes = wide;
    this.#view = new DataView(wide.buffer);
  }

  /** Appends bytes. */
  copy(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    const { bytes: into, length } = this;
    if (bytes.length > SHORT) into.set(bytes, length);
    else for (let i = 0; i < bytes.length; i++) into[length + i] = bytes[i]!;
    this.length = length + bytes.length;
  }

  /** Appends text as UTF-8. */
  text(text: string): void {
    this.reserve(text.length * 3);
    this.length += encoder.encodeInto(text, this.bytes.subarray(this.length)).written;
  }

  /**
   * Appends a number as JSON, so that it reads back as the same double; infinities as the largest double.
   *
   * @throws RangeError on NaN.
   */
  number(value: number): void {
    if (Number.isNaN(value)) throw new RangeError("NaN cannot be written as JSON");
    const finite = Math.abs(value) <= Number.MAX_VALUE ? value : Math.sign(value) * Number.MAX_VALUE;
    this.reserve(DOUBLE_BYTES);
    this.length = writeDouble(this.bytes, this.length, finite);
  }

  /** Appends four bytes, little-endian. */
  float32(value: number): void {
    this.reserve(4);
    this.#view.setFloat32(this.length, value, true);
    this.length += 4;
  }

  /** Appends four bytes, little-endian. */
  uint32(value: number): void {
    this.reserve(4);
    this.#view.setUint32(this.length, value, true);
    this.length += 4;
  }

  /**
   * Closes the message.
   *
   * @param timestamp ms since 1970; NaN = unknown.
   */
  end(key: Uint8Array | null, timestamp: number, headers?: MessageHeaders): void {
    this.#keys.push(key);
    this.#timestamps.push(timestamp);
    this.#headers.push(headers);
    this.ends.push(this.length);
  }

  /** The value of a message. */
  value(message: number): Uint8Array {
    return this.bytes.subarray(message === 0 ? 0 : this.ends[message - 1], this.ends[message]);
  }

  messages(): EncodedMessage[] {
    return this.ends.map((_, i) => {
      const key = this.#keys[i]!;
      const value = this.value(i);
      const headers = this.#headers[i] ?? NO_HEADERS;
      const timestamp = this.#timestamps[i]!;
      return Number.isNaN(timestamp) ? { key, value, headers } : { key, value, headers, timestamp };
    });
  }
}

const NO_HEADERS: MessageHeaders = {};
const encoder = new TextEncoder();
