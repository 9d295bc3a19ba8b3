import { availableParallelism } from "node:os";
import { chunksOf } from "../em/chunk-work.js";
import type { CheckedFitOptions } from "../em/fit-options.js";
import type { PointBatch } from "../mixture/point-batch.js";

/**
 * Coordinates × components × runs that are worth a thread: about a quarter of a second of work. A thread takes a
 * twentieth to start, and the first chunks are slow.
 */
const WORTH_A_THREAD = 7.5e6;

/** How many threads to fit with where nobody says: one a core as far as each has enough to do, or none. */
export function threadsFor(
  batch: PointBatch,
  { components, restarts, start }: CheckedFitOptions,
  cores = availableParallelism(),
): number {
  const runs = start === undefined ? restarts + 1 : 1;
  const work = batch.count * batch.dimensions * components * runs;
  const threads = Math.min(cores, chunksOf(batch), Math.floor(work / WORTH_A_THREAD));
  return threads > 1 ? threads : 0;
}
