import { Worker } from "node:worker_threads";
import type { WorkerData } from "./messages.js";

/** Starts a worker thread. */
export function startWorker(workerData: WorkerData): Worker {
  return import.meta.url.endsWith(".ts")
    ? new Worker(fromSource(new URL("./worker.ts", import.meta.url)), { workerData, eval: true })
    : new Worker(new URL("./worker.js", import.meta.url), { workerData });
}

/** As tests and tools run it, a thread needs a loader for TypeScript of its own. */
function fromSource(file: URL): string {
  return `import("tsx/esm/api").then(({ register }) => (register(), import(${JSON.stringify(file)})));`;
}
