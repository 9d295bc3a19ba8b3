/** Kept at most, in bytes: what one request may hold. */
const KEPT_BYTES = 16_000_000;
/** Sizes are multiples of this, so that memory fits again. */
const STEP = 1 << 17;

/**
 * Memory for record batches that is used again: fresh memory costs a page fault every 4 kB, and garbage collections
 * when it goes.
 */
export class BatchMemory {
  readonly #free: Buffer[] = [];
  #kept = 0;

  /** Bytes that are anything yet. */
  take(length: number): Buffer {
    const place = this.#free.findIndex((memory) => memory.length >= length && memory.length <= 2 * length + STEP);
    if (place < 0) return Buffer.allocUnsafeSlow(Math.ceil(length / STEP) * STEP).subarray(0, length);
    const [memory] = this.#free.splice(place, 1);
    this.#kept -= memory!.length;
    return memory!.subarray(0, length);
  }

  /** Gives back what `take` gave, once nobody reads it any more. */
  give({ buffer }: Uint8Array): void {
    if (this.#kept + buffer.byteLength > KEPT_BYTES) return;
    this.#kept += buffer.byteLength;
    this.#free.push(Buffer.from(buffer));
  }
}
