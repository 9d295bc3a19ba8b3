import type { PipelineEvent } from "../../pipeline/events.js";
import type { LogLine, WriteLine } from "./log-line.js";

type DeadLetterEvent = Extract<PipelineEvent, { type: "dead-letter" }>;

const EXAMPLES_MAX = 3;
/** Reasons are a few codes, but an error may come from a decoder of somebody else. */
const REASONS_MAX = 20;

/** Sums up dead letters: a line once a commit held some, and then one a window at most. */
export class DeadLetterDigest {
  readonly #write: WriteLine;
  readonly #windowMs: number;
  #count = 0;
  #reasons = new Map<string, number>();
  #examples: LogLine["details"][] = [];
  #window: NodeJS.Timeout | undefined;

  constructor(write: WriteLine, windowMs: number) {
    this.#write = write;
    this.#windowMs = windowMs;
  }

  add({ partition, offset, error }: DeadLetterEvent): void {
    const reason = reasonOf(error);
    const known = this.#reasons.has(reason) || this.#reasons.size < REASONS_MAX ? reason : "other";
    this.#reasons.set(known, (this.#reasons.get(known) ?? 0) + 1);
    this.#count++;
    if (this.#examples.length < EXAMPLES_MAX) this.#examples.push({ partition, offset, error: error.message });
  }

  /** A commit is through: its dead letters are told together, unless the last line is too young. */
  committed(): void {
    if (this.#count === 0 || this.#window !== undefined) return;
    this.#tell();
    this.#open();
  }

  close(): void {
    clearTimeout(this.#window);
    this.#window = undefined;
    if (this.#count > 0) this.#tell();
  }

  #open(): void {
    this.#window = setTimeout(() => {
      this.#window = undefined;
      this.committed();
    }, this.#windowMs);
    this.#window.unref();
  }

  #tell(): void {
    const details = { count: this.#count, reasons: this.#reasons, examples: this.#examples };
    this.#write({ level: "warn", message: "records went to the dead letters", details });
    this.#count = 0;
    this.#reasons = new Map();
    this.#examples = [];
  }
}

/** The stable code of a decode error, else the name of the error. */
function reasonOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
