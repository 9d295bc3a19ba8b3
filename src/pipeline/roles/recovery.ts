import { BrokerError, FencedError } from "../../broker/errors.js";
import type { PipelineSettings } from "../settings.js";

/** So many times fenced within the window is no coincidence any more. */
const FENCED_OFTEN = 3;
const FENCED_WINDOW_MS = 300_000;

export interface Verdict {
  readonly fenced: boolean;
  /** Two deployments seem to share one app id. */
  readonly repeated: boolean;
  readonly failures: number;
  readonly retryMs: number;
}

/** Judges the errors of a task: which can be mended by building it anew, and how long to wait before. */
export class Recovery {
  readonly #settings: PipelineSettings["restarts"];
  #failures = 0;
  #fatal = 0;
  #fencedAt: number[] = [];

  constructor(settings: PipelineSettings["restarts"]) {
    this.#settings = settings;
  }

  /** A commit went through. */
  succeeded(): void {
    this.#failures = 0;
    this.#fatal = 0;
  }

  /** @throws the error itself when a new task would not help. */
  judge(error: unknown, now: number): Verdict {
    if (!(error instanceof BrokerError)) throw error;
    const fenced = error instanceof FencedError;
    this.#failures++;
    if (!fenced && !error.retriable && ++this.#fatal >= this.#settings.fatal) throw error;
    if (fenced) this.#fencedAt = [...this.#fencedAt.filter((at) => now - at < FENCED_WINDOW_MS), now];
    const { delay, longest } = this.#settings;
    const retryMs = Math.min(longest, delay * 2 ** Math.min(this.#failures - 1, 20));
    const repeated = fenced && this.#fencedAt.length >= FENCED_OFTEN;
    return { fenced, repeated, failures: this.#failures, retryMs: fenced && !repeated ? 0 : retryMs };
  }
}
