import { type FitResult, fitChunks, fitInSlices } from "../em/fit.js";
import { checkFitOptions, checkWhole, type FitOptions } from "../em/fit-options.js";
import { type PointsLike, points } from "../mixture/point-batch.js";
import { Crew } from "./crew.js";
import { inTurns } from "./in-turns.js";
import { threadsFor } from "./thread-count.js";

/** Options of {@link fitInThreads}: those of `fit`; the kernel is the default one. */
export interface FitInThreadsOptions extends Omit<FitOptions, "kernel"> {
  /**
   * Worker threads that compute; 0 = none, the caller's own thread does it, with pauses. Default: as many as there are
   * cores, or none where the points are too few to be worth it.
   */
  readonly threads?: number;
  /** Ends the fit, and its threads, when it is aborted. */
  readonly signal?: AbortSignal;
}

/**
 * The same as `fit`, bit for bit and whatever the number of threads, but on worker threads: the caller's own stays free
 * for other work. Chunks of 4,096 points are computed by whichever thread is free and reduced in order by the caller's.
 *
 * Points are copied into shared memory once, unless they are in a `SharedArrayBuffer` already.
 *
 * @param data n × D points; NaN = missing. A batch may carry weights. They must not change until the fit is done.
 * @returns the fit, when all threads have ended.
 * @throws RangeError as `fit`; the signal's reason when it is aborted; what a worker thread failed with.
 * @example
 * const { mixture } = await fitInThreads(points, { components: 16, threads: 4, signal: AbortSignal.timeout(60_000) });
 */
export async function fitInThreads(data: PointsLike, options: FitInThreadsOptions): Promise<FitResult> {
  const { threads, signal, ...given } = options;
  const checked = checkFitOptions(given);
  if (threads !== undefined) checkWhole("threads", threads, 0);
  signal?.throwIfAborted();
  const batch = points(data);
  const size = threads ?? threadsFor(batch, checked);
  if (size === 0) return await inTurns(fitInSlices(batch, given), signal);
  const crew = new Crew(batch);
  const stop = (): void => crew.fail(signal?.reason);
  signal?.addEventListener("abort", stop, { once: true });
  try {
    crew.start(size);
    return await inTurns(fitChunks(crew, checked));
  } finally {
    signal?.removeEventListener("abort", stop);
    await crew.end();
  }
}
