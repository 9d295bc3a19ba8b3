/** Reads the parts of records from bytes. Never throws on an end that comes too soon: compare `at` with it. */
export class ByteReader {
  at = 0;
  readonly #bytes: Uint8Array;
  readonly #text: Buffer;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.#bytes.length;
  }

  skip(count: number): void {
    this.at += count;
  }

  /** An int32; longer ones are cut to it. */
  varint(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.at++]!;
    let z = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = bytes[this.at++]!;
      if (shift < 32) z |= (byte & 0x7f) << shift;
    }
    return (z >>> 1) ^ -(z & 1);
  }

  /** An int64, as the nearest double. */
  varlong(): number {
    const start = this.at;
    const short = this.varint();
    return this.at - start < 5 ? short : this.#long(start);
  }

  #long(start: number): number {
    let z = 0n;
    for (let at = start; at < Math.min(this.at, start + 10, this.length); at++)
      z |= BigInt(this.#bytes[at]! & 0x7f) << BigInt(7 * (at - start));
    return Number(BigInt.asIntN(64, (z >> 1n) ^ -(z & 1n)));
  }

  /** Bytes behind their length, as a view; −1 = null. */
  bytes(): Uint8Array | null {
    const length = this.varint();
    if (length < 0) return null;
    const start = this.at;
    this.at += length;
    return this.#bytes.subarray(start, this.at);
  }

  /** UTF-8 behind its length. */
  text(): string {
    const length = this.varint();
    const start = this.at;
    this.at += Math.max(length, 0);
    return this.#text.toString("utf8", start, this.at);
  }
}
