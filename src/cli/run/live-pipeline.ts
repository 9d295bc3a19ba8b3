import { Subject } from "rxjs";
import { AuthenticationError, AuthorizationError } from "../../broker/errors.js";
import type { Control } from "../../pipeline/control.js";
import type { PipelineEvent } from "../../pipeline/events.js";
import { type PipelineOptions, runPipeline } from "../../pipeline/run-pipeline.js";

/** Whoever asks a process to stop kills it some time later, the most impatient after 5 s. */
const STOP_MS = 4000;

/**
 * Runs a pipeline until the signal, then lets it finish its open unit.
 *
 * @param take told of every event.
 * @returns whether the open unit was finished in time; what was not committed, the next process does again.
 * @throws what the pipeline ends with; and at its start at once, when rights are missing: waiting gives none.
 */
export function runUntilStopped(
  options: Omit<PipelineOptions, "controls$">,
  signal: AbortSignal,
  take: (event: PipelineEvent) => void,
): Promise<boolean> {
  const controls$ = new Subject<Control>();
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let proven = false;
    const stop = (): void => {
      timer = setTimeout(() => end(() => resolve(false)), STOP_MS);
      controls$.next("stop");
    };
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      settle();
      // What is emitting right now is left in peace.
      queueMicrotask(() => running.unsubscribe());
    };
    const running = runPipeline({ ...options, controls$ }).subscribe({
      next: (event) => {
        take(event);
        proven ||= event.type === "committed";
        if (event.type === "dropped" && !proven && isRefused(event.error)) end(() => reject(event.error));
      },
      error: (error) => end(() => reject(error)),
      complete: () => end(() => resolve(true)),
    });
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

function isRefused(error: Error): boolean {
  return error instanceof AuthenticationError || error instanceof AuthorizationError;
}
