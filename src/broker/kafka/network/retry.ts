import { setTimeout as sleep } from "node:timers/promises";
import { BrokerError } from "../../errors.js";

export interface RetryOptions {
  /** The last error is final once so many ms have passed. */
  readonly forMs: number;
  readonly signal: AbortSignal;
  /** First pause, ms; it doubles up to `longestMs`. Default 10. */
  readonly pauseMs?: number;
  /** Default 500 ms. */
  readonly longestMs?: number;
  /** Told of every error that leads to another attempt. */
  readonly onRetry?: (error: BrokerError, attempt: number) => void;
}

/** Repeats work that fails with a retriable error, with growing, jittered pauses. */
export async function retry<T>(work: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { forMs, signal, longestMs = 500, onRetry } = options;
  const deadline = Date.now() + forMs;
  let pause = options.pauseMs ?? 10;
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof BrokerError && error.retriable) || Date.now() >= deadline) throw error;
      onRetry?.(error, attempt);
      await sleep(pause * (0.75 + Math.random() / 2), undefined, { signal });
      pause = Math.min(2 * pause, longestMs);
    }
  }
}
