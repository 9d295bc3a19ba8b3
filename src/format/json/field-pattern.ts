import type { ByteCursor } from "../number/byte-cursor.js";

/** A key as machines write it, quotes and colon included, to be compared by words. */
export interface FieldPattern {
  /** Bytes. */
  readonly length: number;
  /** The bytes, little-endian, zeros behind them. */
  readonly words: Int32Array;
  /** Which bits of the last word count. */
  readonly lastMask: number;
}

/** @param key UTF-8 that JSON writes without escapes. */
export function fieldPattern(key: Uint8Array): FieldPattern {
  const length = key.length + 3;
  const view = new DataView(new ArrayBuffer((length + 3) & ~3));
  new Uint8Array(view.buffer).set([0x22, ...key, 0x22, 0x3a]);
  const words = Int32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getInt32(4 * i, true));
  return { length, words, lastMask: -1 >>> (8 * (view.byteLength - length)) };
}

/** Whether the bytes at `p` are the pattern's. */
export function isFieldAt({ view, end }: ByteCursor, p: number, { length, words, lastMask }: FieldPattern): boolean {
  if (p + length > end) return false;
  const last = words.length - 1;
  for (let i = 0; i < last; i++) if (view.getInt32(p + 4 * i, true) !== words[i]) return false;
  return ((view.getInt32(p + 4 * last, true) ^ words[last]!) & lastMask) === 0;
}
