/** Something for viewers, encoded once for all of them, as server-sent events. */
export interface Frame {
  /** Frames count up by one. */
  readonly number: number;
  /** Everything but bulk: nobody may miss it. */
  readonly head: Uint8Array;
  /** What whoever is late can do without; empty = nothing. */
  readonly points: Uint8Array;
}

/** Where frames come from. */
export interface FrameSource {
  /** Everything as of the frame before, which has its number. */
  beginning(): Frame;
  /** What is new since the last one; undefined = nothing. */
  next(): Frame | undefined;
  /** Number of the frame with this event id; undefined = it is none of this source's. */
  numberOf(id: string): number | undefined;
}
