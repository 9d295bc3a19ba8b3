import { Worker } from "node:worker_threads";

/**
 * Starts a worker thread.
 *
 * @param module URL of what it runs, as it is called when compiled: `new URL("./worker.js", import.meta.url)`.
 */
export function startWorker(module: URL, workerData: unknown): Worker {
  return import.meta.url.endsWith(".ts")
    ? new Worker(fromSource(module.href.replace(/\.js$/, ".ts")), { workerData, eval: true })
    : new Worker(module, { workerData });
}

/** As tests and tools run it, a thread needs a loader for TypeScript of its own. */
function fromSource(file: string): string {
  return `import("tsx/esm/api").then(({ register }) => (register(), import(${JSON.stringify(file)})));`;
}
