import type { CommittedEvent, PipelineEvent } from "../../pipeline/events.js";
import { DeadLetterDigest } from "./dead-letter-digest.js";
import { lineOf } from "./line-of.js";
import type { LogLine, WriteLine } from "./log-line.js";
import { modelEventLine } from "./model-event-line.js";
import { RateLimit } from "./rate-limit.js";

/** Warm-up is told of each time another such share of it is done. */
const WARM_UP_SHARE = 0.25;

/** Writes a line for every event that matters; a healthy run writes none but those of its start and end. */
export class EventLog {
  readonly #write: WriteLine;
  readonly #limit: RateLimit;
  readonly #deadLetters: DeadLetterDigest;
  /** Shares of the warm-up told so far; −1 = none. */
  #warmUp = -1;

  /** @param windowMs the same trouble is told once in so many ms. */
  constructor(write: WriteLine, windowMs: number) {
    this.#write = write;
    this.#limit = new RateLimit(write, windowMs);
    this.#deadLetters = new DeadLetterDigest(write, windowMs);
  }

  take(event: PipelineEvent): void {
    if (event.type === "dead-letter") this.#deadLetters.add(event);
    else if (event.type === "warming-up") this.#warmingUp(event.points, event.of);
    else {
      if (event.type === "stopped") this.close();
      this.#tell(lineOf(event));
      if (event.type === "committed") this.#committed(event);
    }
  }

  /** Writes what was held back. */
  close(): void {
    this.#deadLetters.close();
    this.#limit.close();
  }

  #committed({ events }: CommittedEvent): void {
    for (const event of events) this.#tell(modelEventLine(event));
    this.#deadLetters.committed();
  }

  #tell(line: LogLine): void {
    if (line.level === "debug") this.#write(line);
    else this.#limit.take(line);
  }

  #warmingUp(points: number, of: number): void {
    const shares = Math.floor(points / of / WARM_UP_SHARE);
    if (shares === this.#warmUp) return;
    this.#warmUp = shares;
    this.#tell({ level: "info", message: "warming up", details: { points, of }, key: `warming up ${shares}` });
  }
}
