import { parentPort, workerData } from "node:worker_threads";
import { ChunkWork } from "../em/chunk-work.js";
import { defaultKernel } from "../kernel/default-kernel.js";
import { attend } from "./attend.js";
import type { Done, Order, WorkerData } from "./messages.js";

/** What a worker thread runs: chunk by chunk as it is told, until it is ended. */
const work = new ChunkWork(workerData as WorkerData, defaultKernel);
let places: readonly Float64Array[] = [];

attend<Order>((order) => {
  if ("task" in order) {
    places = order.places;
    work.begin(order.task);
    return;
  }
  work.do(order.chunk, places[order.place]!);
  parentPort?.postMessage(order.chunk satisfies Done);
});
