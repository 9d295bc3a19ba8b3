import type { Writable } from "node:stream";
import type { Style } from "./style.js";

/** Standard error, as a terminal may show it. */
export interface MessageStream extends Pick<Writable, "write" | "on"> {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

const CLEAR_LINE = "\r\u001b[2K";

/** At most so many redraws of the progress line a second. */
const REDRAW_MS = 80;

/**
 * Standard error: everything that is not data. Lines stay; the progress line is redrawn in place, on a terminal only,
 * and vanishes before anything else is written.
 */
export class Messages {
  readonly style: Style;
  /** Whether there is anybody to see a progress line. */
  readonly live: boolean;
  readonly #stream: MessageStream;
  readonly #now: () => number;
  #secrets: readonly string[] = [];
  #drawn = false;
  #drawnAt = Number.NEGATIVE_INFINITY;

  constructor(stream: MessageStream, style: Style, options: { env: NodeJS.ProcessEnv; now?: () => number }) {
    this.#stream = stream;
    this.style = style;
    this.live = stream.isTTY === true && options.env.TERM !== "dumb";
    this.#now = options.now ?? (() => performance.now());
    stream.on("error", () => undefined); // nobody reads messages any more: no reason to stop
  }

  line(text = ""): void {
    this.clear();
    this.#stream.write(`${this.masked(text)}\n`);
  }

  /** Nothing of it appears from now on, whatever it is part of: not even in the words of a library. */
  hide(secrets: readonly string[]): void {
    this.#secrets = [...this.#secrets, ...secrets].sort((a, b) => b.length - a.length); // one may be part of another
  }

  /** A text without what is hidden. */
  masked(text: string): string {
    return this.#secrets.reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
  }

  /** A question; the answer comes on the same line. */
  prompt(text: string): void {
    this.clear();
    this.#stream.write(text);
  }

  /** Something the user should know although the command goes on. */
  warn(text: string): void {
    this.line(`${this.style("yellow", "warning:")} ${text}`);
  }

  /** Redraws the progress line, not more often than can be seen. */
  progress(text: string): void {
    if (!this.live) return;
    const now = this.#now();
    if (this.#drawn && now - this.#drawnAt < REDRAW_MS) return;
    this.#drawn = true;
    this.#drawnAt = now;
    this.#stream.write(`${CLEAR_LINE}${[...text].slice(0, (this.#stream.columns || 80) - 1).join("")}`);
  }

  /** Takes the progress line away. */
  clear(): void {
    if (this.#drawn) this.#stream.write(CLEAR_LINE);
    this.#drawn = false;
  }
}
