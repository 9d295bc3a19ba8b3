/** Zeros behind a message: whoever reads words or looks for an end need not watch for it. */
const PADDING = 16;

/**
 * A message in a buffer of its own, zeros behind it, and a place in it, moved on by those who read it.
 *
 * Copying a message takes less time (16 ns) than looking at its bytes by words where they are.
 */
export class ByteCursor {
  bytes: Buffer = Buffer.alloc(PADDING);
  /** The same bytes. */
  view: DataView = viewOf(this.bytes);
  position = 0;
  /** Where the message ends. */
  end = 0;

  /** Goes to the front of other bytes. */
  open(bytes: Uint8Array): void {
    const end = bytes.length;
    if (end + PADDING > this.bytes.length) {
      this.bytes = Buffer.alloc(2 * (end + PADDING));
      this.view = viewOf(this.bytes);
    }
    this.bytes.set(bytes);
    for (let p = end; p < end + PADDING; p += 4) this.view.setInt32(p, 0);
    this.position = 0;
    this.end = end;
  }
}

function viewOf({ buffer, byteLength, byteOffset }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
