/** The text of bytes [start, end), which are UTF-8. */
export function textOf(bytes: Uint8Array, start: number = 0, end: number = bytes.length): string {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return buffer.toString("utf8", start, end);
}
