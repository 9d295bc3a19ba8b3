/** A text that is written often, as UTF-8 in words of eight bytes. */
export interface Fragment {
  /** Bytes. */
  readonly length: number;
  /**
   * The bytes, little-endian, zeros behind them. As numbers they mean nothing; none is NaN, whose bits need not survive,
   * because UTF-8 has no 0x7f or 0xff behind 0xf0 … 0xff.
   */
  readonly words: Float64Array;
}

/** Bytes behind a fragment that writing it may change. */
export const FRAGMENT_SLACK = 7;

export function fragment(text: string): Fragment {
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(new ArrayBuffer((bytes.length + FRAGMENT_SLACK) & ~7));
  new Uint8Array(view.buffer).set(bytes);
  const words = Float64Array.from({ length: view.byteLength / 8 }, (_, i) => view.getFloat64(8 * i, true));
  return { length: bytes.length, words };
}

/** Writes a fragment and up to {@link FRAGMENT_SLACK} zeros behind it; returns where it ends. */
export function writeFragment(view: DataView, at: number, { length, words }: Fragment): number {
  for (let i = 0; i < words.length; i++) view.setFloat64(at + 8 * i, words[i]!, true);
  return at + length;
}
