import { pathToFileURL } from "node:url";

/**
 * A program of its own: fits in threads, says how that ended, and does nothing to end itself.
 *
 * Arguments: the module with `fitInThreads`, and what to wait for: `success` or `abort`.
 */
const [module = "", ending] = process.argv.slice(2);
const { fitInThreads } = (await import(pathToFileURL(module).href)) as typeof import("../../../src/threads.js");
const values = Float64Array.from({ length: 40_000 }, (_, i) => (i * 7919) % 1009);
const batch = { count: 20_000, dimensions: 2, values };
const stop = new AbortController();
if (ending === "abort") setTimeout(() => stop.abort(), 300);
const maxIterations = ending === "abort" ? 1e9 : 3;
try {
  const fitting = fitInThreads(batch, { components: 3, threads: 2, tolerance: 0, maxIterations, signal: stop.signal });
  const { iterations } = await fitting;
  process.stdout.write(`fitted in ${iterations} iterations\n`);
} catch (error) {
  process.stdout.write(`${(error as Error).name}\n`);
}
