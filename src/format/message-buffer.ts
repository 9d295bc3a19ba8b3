import { FRAGMENT_SLACK, type Fragment, writeFragment } from "./fragment.js";
import { DOUBLE_BYTES } from "./number/write-double.js";
import { writeJsonNumber } from "./number/write-json-number.js";

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

/** Messages in columns, `first` = 0 to `count`; brokers take them as they are. */
export interface EncodedColumns {
  readonly first: number;
  readonly count: number;
  /** The values, one behind the other. */
  readonly bytes: Uint8Array;
  /** Where each value ends. */
  readonly ends: Int32Array;
  readonly keys: readonly (Uint8Array | null)[];
  readonly headers: readonly MessageHeaders[];
  /** ms since 1970; NaN = unknown. */
  readonly timestamps: Float64Array;
}

const FIRST_CAPACITY = 1 << 14;
const FIRST_MESSAGES = 64;
/** Up to here a loop is faster than `set`, which takes 20 ns whatever the length (measured). */
const SHORT = 12;

/**
 * Messages written one behind the other into one growing buffer: encoders write a value with `text`, `copy` and
 * `number`, or into `view` after they have reserved room and moving `length`; then they close it with `end`.
 *
 * What `columns()`, `messages()` and `value()` hand out are views; they stay as they are whatever is written later: a
 * message that is closed is never written to, and when the buffer grows, its views keep the memory that they had.
 */
export class MessageBuffer {
  /** The values, one behind the other; what is behind `length` is anything. */
  bytes: Uint8Array;
  /** The same memory. */
  view: DataView;
  /** Bytes written so far. */
  length = 0;
  /** Number of messages. */
  count = 0;
  #memory: ArrayBuffer;
  #ends: Int32Array;
  #timestamps: Float64Array;
  readonly #keys: (Uint8Array | null)[];
  readonly #headers: MessageHeaders[];
  /** Those that were asked for. */
  readonly #values: Uint8Array[] = [];

  /** @param messages that there is room for at first, of `capacity` bytes together. */
  constructor(capacity: number = FIRST_CAPACITY, messages: number = FIRST_MESSAGES) {
    this.#memory = memory(capacity);
    this.bytes = new Uint8Array(this.#memory);
    this.view = new DataView(this.#memory);
    this.#ends = new Int32Array(messages);
    this.#timestamps = new Float64Array(messages);
    this.#keys = new Array(messages);
    this.#headers = new Array(messages);
  }

  /** Makes room for so many bytes. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed > this.bytes.length) this.#grow(needed);
  }

  #grow(needed: number): void {
    this.#memory = memory(Math.max(needed, 2 * this.bytes.length));
    const wide = new Uint8Array(this.#memory);
    wide.set(this.bytes.subarray(0, this.length));
    this.bytes = wide;
    this.view = new DataView(this.#memory);
  }

  /** Appends bytes. */
  copy(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    const { bytes: into, length } = this;
    if (bytes.length > SHORT) into.set(bytes, length);
    else for (let i = 0; i < bytes.length; i++) into[length + i] = bytes[i]!;
    this.length = length + bytes.length;
  }

  /** Appends a text encoded beforehand. */
  fragment(fragment: Fragment): void {
    this.reserve(fragment.length + FRAGMENT_SLACK);
    this.length = writeFragment(this.view, this.length, fragment);
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
    this.reserve(DOUBLE_BYTES);
    this.length = writeJsonNumber(this.view, this.length, value);
  }

  /** Appends four bytes, little-endian. */
  float32(value: number): void {
    this.reserve(4);
    this.view.setFloat32(this.length, value, true);
    this.length += 4;
  }

  /** Appends four bytes, little-endian. */
  uint32(value: number): void {
    this.reserve(4);
    this.view.setUint32(this.length, value, true);
    this.length += 4;
  }

  /**
   * Closes the message.
   *
   * @param timestamp ms since 1970; NaN = unknown.
   * @param until where it ends, if others have been written behind it.
   */
  end(
    key: Uint8Array | null,
    timestamp: number,
    headers: MessageHeaders = NO_HEADERS,
    until: number = this.length,
  ): void {
    const i = this.count++;
    if (i === this.#ends.length) this.#widen();
    this.#ends[i] = until;
    this.#timestamps[i] = timestamp;
    this.#keys[i] = key;
    this.#headers[i] = headers;
  }

  #widen(): void {
    const ends = new Int32Array(2 * this.#ends.length + 1);
    ends.set(this.#ends);
    const timestamps = new Float64Array(ends.length);
    timestamps.set(this.#timestamps);
    this.#ends = ends;
    this.#timestamps = timestamps;
  }

  /** The value of a message. */
  value(message: number): Uint8Array {
    const start = message === 0 ? 0 : this.#ends[message - 1]!;
    this.#values[message] ??= this.bytes.subarray(start, this.#ends[message]);
    return this.#values[message]!;
  }

  /** The messages closed so far. */
  columns(): EncodedColumns {
    const { bytes, count } = this;
    const headers = this.#headers;
    return { first: 0, count, bytes, ends: this.#ends, keys: this.#keys, headers, timestamps: this.#timestamps };
  }

  /** The messages closed so far, one by one. */
  messages(): EncodedMessage[] {
    return Array.from({ length: this.count }, (_, i) => {
      const message = { key: this.#keys[i]!, value: this.value(i), headers: this.#headers[i]! };
      const timestamp = this.#timestamps[i]!;
      return Number.isNaN(timestamp) ? message : { ...message, timestamp };
    });
  }
}

/** Memory that is anything yet: setting it to zero would take longer than writing labels into it. */
function memory(bytes: number): ArrayBuffer {
  return Buffer.allocUnsafeSlow(bytes).buffer as ArrayBuffer;
}

const NO_HEADERS: MessageHeaders = {};
const encoder = new TextEncoder();
