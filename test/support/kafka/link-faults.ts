import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";

/** Which way bytes go: from client to broker, or back. */
export type Direction = "requests" | "answers";

/** What is wrong with a link. */
interface Faults {
  readonly delayMs: number;
  readonly stalled: ReadonlySet<Direction>;
  readonly bytesPerSecond: number;
}

/** How finely a limited link lets bytes through. */
const PIECES_PER_SECOND = 20;

/** The faults of one link, which all its connections share and which may change while bytes wait. */
export class LinkFaults {
  readonly #changes = new EventEmitter().setMaxListeners(0);
  readonly #freeAt = { requests: 0, answers: 0 };
  #faults: Faults = { delayMs: 0, stalled: new Set(), bytesPerSecond: Infinity };

  change(faults: Partial<Faults>): void {
    this.#faults = { ...this.#faults, ...faults };
    if (faults.bytesPerSecond !== undefined) Object.assign(this.#freeAt, { requests: 0, answers: 0 });
    this.#changes.emit("change");
  }

  /**
   * Waits for the turn of bytes that arrived at a time of `performance.now()`, and says how many may go now.
   *
   * @throws AbortError when the connection ended meanwhile.
   */
  async turn(direction: Direction, bytes: number, arrivedAt: number, signal: AbortSignal): Promise<number> {
    for (;;) {
      signal.throwIfAborted();
      const waitMs = this.#waitMs(direction, arrivedAt);
      if (waitMs <= 0) return this.#take(direction, bytes);
      await this.#sleep(waitMs, signal);
    }
  }

  #waitMs(direction: Direction, arrivedAt: number): number {
    if (this.#faults.stalled.has(direction)) return Infinity;
    return Math.max(arrivedAt + this.#faults.delayMs, this.#freeAt[direction]) - performance.now();
  }

  #take(direction: Direction, bytes: number): number {
    const { bytesPerSecond } = this.#faults;
    const taken = Math.min(bytes, Math.max(1, Math.ceil(bytesPerSecond / PIECES_PER_SECOND)));
    this.#freeAt[direction] = performance.now() + (1000 * taken) / bytesPerSecond;
    return taken;
  }

  /** Until the time is up, the faults change, or the connection ends. */
  async #sleep(waitMs: number, signal: AbortSignal): Promise<void> {
    const done = new AbortController();
    const either = { signal: AbortSignal.any([signal, done.signal]) };
    const change = once(this.#changes, "change", either);
    const waits = waitMs === Infinity ? [change] : [change, sleep(Math.ceil(waitMs), undefined, either)];
    try {
      await Promise.race(waits);
    } finally {
      done.abort();
      await Promise.allSettled(waits);
    }
  }
}
