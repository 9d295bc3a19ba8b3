import { ByteCursor } from "../number/byte-cursor.js";
import type { PathNode } from "./path-tree.js";

/** A JSON message, and what was noticed in its strings. */
export class JsonSource extends ByteCursor {
  /** All bytes of all strings, or-ed: from 0x80 on, some are not ASCII. */
  seen = 0;
  /** The last string skipped has escapes. */
  escapes = false;
  /** The last string skipped is ASCII. */
  ascii = true;

  /** What is wanted of the field whose key was read last; undefined = nothing. */
  field: PathNode | undefined;

  override open(bytes: Uint8Array): void {
    super.open(bytes);
    this.seen = 0;
  }

  /** The text of bytes that were skipped as a string. */
  text(start: number, end: number): string {
    return this.bytes.toString(this.ascii ? "latin1" : "utf8", start, end);
  }
}
