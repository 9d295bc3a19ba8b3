import { pathToFileURL } from "node:url";
import { holedBatchOf } from "./batches.js";

/**
 * A program of its own: short fits in threads, whose code is still being compiled when they end.
 *
 * Argument: the module with `fitInThreads`.
 */
const { fitInThreads } = (await import(
  pathToFileURL(process.argv[2] ?? "").href
)) as typeof import("../../../src/threads.js");
const batch = holedBatchOf(13_001);
const FITS = 5;
for (let i = 0; i < FITS; i++)
  await fitInThreads(batch, { components: 4, restarts: 1, maxIterations: 1 + (i % 4), tolerance: 0, threads: 4 });
process.stdout.write(`fitted ${FITS} times\n`);
