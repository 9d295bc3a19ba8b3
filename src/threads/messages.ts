import type { MessagePort } from "node:worker_threads";
import type { FitData, Task } from "../em/chunk-work.js";

/** What a worker knows from its start; its arrays are shared. */
export type WorkerData = FitData;

/** To a worker: a task and the shared places for its results, then which chunk to do it for, and where. */
export type Order =
  | { readonly task: Task; readonly places: readonly Float64Array[] }
  | { readonly chunk: number; readonly place: number };

/** To any worker: come to rest, close this port, and be ended. */
export interface End {
  readonly end: MessagePort;
}

/** From a worker: the chunk whose result is in its place. */
export type Done = number;
