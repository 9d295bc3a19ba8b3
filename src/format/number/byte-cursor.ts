/** A place in a message, moved on by those who read it. */
export class ByteCursor {
  bytes: Uint8Array = EMPTY;
  position = 0;
  end = 0;

  /** Goes to the front of other bytes. */
  open(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.position = 0;
    this.end = bytes.length;
  }
}

const EMPTY = new Uint8Array(0);
