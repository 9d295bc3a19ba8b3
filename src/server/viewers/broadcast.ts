import { FrameHistory } from "./frame-history.js";
import type { Frame, FrameSource } from "./frame-source.js";
import { Viewer } from "./viewer.js";

export interface BroadcastOptions {
  /** Viewers at once at most. */
  readonly viewers: number;
  /** ms between frames at least. */
  readonly frameMs: number;
  /** ms for which frames go on when nobody looks any more, so that whoever comes back misses nothing. */
  readonly lingerMs: number;
  /** Told of errors of the source: viewers see less, the stream goes on. */
  readonly trouble: (error: unknown) => void;
}

/** Shows frames to viewers: each is made once, and none while nobody looks. */
export class Broadcast {
  readonly #source: FrameSource;
  readonly #options: BroadcastOptions;
  readonly #viewers = new Set<Viewer>();
  readonly #history = new FrameHistory();
  #timer: NodeJS.Timeout | undefined;
  #aloneSince = 0;
  #closed = false;

  constructor(source: FrameSource, options: BroadcastOptions) {
    this.#source = source;
    this.#options = options;
  }

  /**
   * Somebody comes to look.
   *
   * @param lastEventId what it has seen last, if it was here before.
   * @returns server-sent events; undefined = there are too many already.
   */
  join(lastEventId?: string): ReadableStream<Uint8Array> | undefined {
    if (this.#closed || this.#viewers.size >= this.#options.viewers) return undefined;
    const seen = lastEventId === undefined ? undefined : this.#source.numberOf(lastEventId);
    const viewer = new Viewer({ after: (number) => this.#after(number), left: (one) => this.#left(one) }, seen);
    this.#viewers.add(viewer);
    this.#start();
    return viewer.stream;
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  /** Ends all streams; nobody can join any more. */
  close(): void {
    this.#closed = true;
    this.#stop();
    for (const viewer of [...this.#viewers]) viewer.close();
  }

  #after(number: number | undefined): readonly Frame[] {
    return (number === undefined ? undefined : this.#history.after(number)) ?? [this.#source.beginning()];
  }

  #left(viewer: Viewer): void {
    this.#viewers.delete(viewer);
    this.#aloneSince = Date.now();
  }

  #start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#tick(), this.#options.frameMs).unref();
    this.#tick();
    this.#history.restart(this.#source.beginning().number);
  }

  #tick(): void {
    try {
      if (this.#viewers.size === 0 && Date.now() - this.#aloneSince > this.#options.lingerMs) this.#stop();
      else this.#show(this.#source.next());
    } catch (error) {
      this.#options.trouble(error);
    }
  }

  #show(frame: Frame | undefined): void {
    if (frame === undefined) return;
    this.#history.add(frame);
    for (const viewer of this.#viewers) viewer.wake();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
