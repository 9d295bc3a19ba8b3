import type { LogLine, WriteLine } from "./log-line.js";

/** So many different troubles are told apart; what comes on top of them counts as one. */
const KEYS_MAX = 100;

interface Window {
  /** The newest line that was held back, and how many there were. */
  held: LogLine | undefined;
  count: number;
  timer: NodeJS.Timeout;
}

/**
 * Lets the first line of a kind through at once; those that follow within the window are counted, and the newest of
 * them is written when it ends, with their number as `repeated`.
 */
export class RateLimit {
  readonly #write: WriteLine;
  readonly #windowMs: number;
  readonly #windows = new Map<string, Window>();

  constructor(write: WriteLine, windowMs: number) {
    this.#write = write;
    this.#windowMs = windowMs;
  }

  take(line: LogLine): void {
    const key = this.#keyOf(line);
    const window = this.#windows.get(key);
    if (window === undefined) {
      this.#write(line);
      this.#open(key);
    } else {
      window.held = line;
      window.count++;
    }
  }

  /** Writes what was held back. */
  close(): void {
    for (const window of this.#windows.values()) {
      clearTimeout(window.timer);
      this.#tell(window);
    }
    this.#windows.clear();
  }

  #keyOf({ key, message }: LogLine): string {
    const own = key ?? message;
    return this.#windows.has(own) || this.#windows.size < KEYS_MAX ? own : "";
  }

  #open(key: string): void {
    const timer = setTimeout(() => this.#end(key), this.#windowMs);
    timer.unref();
    this.#windows.set(key, { held: undefined, count: 0, timer });
  }

  #end(key: string): void {
    const window = this.#windows.get(key);
    this.#windows.delete(key);
    if (window === undefined || window.count === 0) return;
    this.#tell(window);
    this.#open(key);
  }

  #tell({ held, count }: Window): void {
    if (held !== undefined) this.#write({ ...held, details: { ...held.details, repeated: count } });
  }
}
