import type { WriteLine } from "./log-line.js";
import { RateLimit } from "./rate-limit.js";

/** What a broker client has to say about itself. */
export interface ClientLogEntry {
  readonly level: "error" | "warn" | "info" | "debug";
  readonly message: string;
  readonly [detail: string]: unknown;
}

/** Passes on what the broker client says. Its news of ordinary life is nobody's news: it comes at debug. */
export class ClientLog {
  readonly #write: WriteLine;
  readonly #limit: RateLimit;

  constructor(write: WriteLine, windowMs: number) {
    this.#write = write;
    this.#limit = new RateLimit(write, windowMs);
  }

  take({ level, message, ...details }: ClientLogEntry): void {
    const line = { message: `client: ${message}`, details };
    if (level === "warn" || level === "error") this.#limit.take({ level, ...line });
    else this.#write({ level: "debug", ...line });
  }

  close(): void {
    this.#limit.close();
  }
}
