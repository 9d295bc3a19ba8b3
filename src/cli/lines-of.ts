const LINE_FEED = 0x0a;

/** Texts as lines, in one piece: a write a batch instead of one a line. */
export function linesOf(values: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(values.reduce((sum, value) => sum + value.length + 1, 0));
  let at = 0;
  for (const value of values) {
    bytes.set(value, at);
    at += value.length;
    bytes[at++] = LINE_FEED;
  }
  return bytes;
}
