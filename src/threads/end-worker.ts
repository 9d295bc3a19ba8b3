import { once } from "node:events";
import { MessageChannel, type Worker } from "node:worker_threads";
import type { End } from "./messages.js";

/** After so many milliseconds a thread that has not come to rest is ended as it is. */
const PATIENCE = 2000;

const ending = new Set<Promise<void>>();

/**
 * Ends a worker thread when it has done what it was given and rested a moment, or lost our patience. What it runs
 * listens by `attend`.
 *
 * Node 20 aborts the whole process when a thread goes while V8 still compiles for it in the background (assertion in
 * `NodePlatform::ForIsolate`): one short fit in fifty ended so, on busy processors. A thread that ends by itself is no way
 * out: there Node waits for the compiler, and at times the compiler waits for the thread, for ever.
 *
 * @returns when the thread is gone. Idempotent; a thread that has ended is no error.
 */
export function endWorker(worker: Worker): Promise<void> {
  const ended = end(worker).finally(() => ending.delete(ended));
  ending.add(ended);
  return ended;
}

/** Resolves when all threads are gone that {@link endWorker} was called for. */
export async function workersEnded(): Promise<void> {
  await Promise.all(ending);
}

async function end(worker: Worker): Promise<void> {
  if (worker.threadId === -1) return;
  const { port1, port2 } = new MessageChannel();
  const patience = AbortSignal.timeout(PATIENCE);
  worker.postMessage({ end: port2 } satisfies End, [port2]);
  await Promise.race([once(port1, "close"), once(worker, "exit", { signal: patience })]).catch(() => undefined);
  port1.close();
  await worker.terminate();
}
