import type { Frame } from "./frame-source.js";

const MOST = 64;
const MOST_BYTES = 8_000_000;

/** The last frames, for those who were away for a moment. */
export class FrameHistory {
  #frames: Frame[] = [];
  #bytes = 0;
  /** Number of the last frame, kept or not. */
  #newest = -1;

  /** Forgets all frames; the next one follows this number. */
  restart(newest: number): void {
    this.#frames = [];
    this.#bytes = 0;
    this.#newest = newest;
  }

  add(frame: Frame): void {
    this.#newest = frame.number;
    this.#frames.push(frame);
    this.#bytes += sizeOf(frame);
    while (this.#frames.length > 1 && (this.#frames.length > MOST || this.#bytes > MOST_BYTES))
      this.#bytes -= sizeOf(this.#frames.shift()!);
  }

  /** All after this one, the oldest first; undefined = some of them are gone, or it is yet to come. */
  after(number: number): readonly Frame[] | undefined {
    const missing = this.#newest - number;
    if (missing < 0 || missing > this.#frames.length) return undefined;
    return this.#frames.slice(this.#frames.length - missing);
  }
}

const sizeOf = ({ head, points }: Frame): number => head.length + points.length;
