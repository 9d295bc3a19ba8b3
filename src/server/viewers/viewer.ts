import type { Frame } from "./frame-source.js";

/** What there is to be seen, for one viewer. */
export interface Show {
  /** What was last sent with this number; undefined = nothing yet. Nothing = up to date. */
  after(number: number | undefined): readonly Frame[];
  left(viewer: Viewer): void;
}

/**
 * One who looks on. It takes what it can: nothing is kept for it, and when it comes to take the next frame after it
 * has missed some, it gets all their heads but only the last one's points.
 */
export class Viewer {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #show: Show;
  #seen: number | undefined;
  /** Set while it waits for the next frame. */
  #waiting: (() => void) | undefined;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  /** @param seen number of the frame it has seen last. */
  constructor(show: Show, seen: number | undefined) {
    this.#show = show;
    this.#seen = seen;
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#pull(),
        cancel: () => this.#leave(),
      },
      // Pulled only when the one before is with the client's kernel: whoever does not read is not sent to.
      { highWaterMark: 0 },
    );
  }

  /** There may be something new. */
  wake(): void {
    const frames = this.#waiting === undefined ? [] : this.#show.after(this.#seen);
    if (frames.length === 0) return;
    this.#send(frames);
    this.#waiting?.();
    this.#waiting = undefined;
  }

  close(): void {
    this.#controller?.close();
    this.#leave();
  }

  #pull(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.wake();
    });
  }

  #send(frames: readonly Frame[]): void {
    const last = frames.at(-1)!;
    for (const { head } of frames) this.#controller?.enqueue(head);
    if (last.points.length > 0) this.#controller?.enqueue(last.points);
    this.#seen = last.number;
  }

  #leave(): void {
    this.#controller = undefined;
    this.#waiting?.();
    this.#waiting = undefined;
    this.#show.left(this);
  }
}
