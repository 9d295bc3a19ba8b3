import { describe, expect, it } from "vitest";
import { fit, fitChunks } from "../../src/em/fit.js";
import { checkFitOptions, type FitOptions } from "../../src/em/fit-options.js";
import { COVARIANCE_TYPES } from "../../src/mixture/covariance/covariance-type.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { Crew } from "../../src/threads/crew.js";
import { fitInThreads } from "../../src/threads/fit-in-threads.js";
import { inTurns } from "../../src/threads/in-turns.js";
import { batchOf, holedBatchOf } from "./support/batches.js";
import { bitsOf } from "./support/bits.js";

/** Four chunks, the last one short. */
const COUNT = 3 * 4096 + 713;
const SHORT: FitOptions = { components: 4, restarts: 1, maxIterations: 4, tolerance: 0 };

const every = COVARIANCE_TYPES.flatMap((covariance) =>
  (["soft", "hard"] as const).map((mode): FitOptions => ({ ...SHORT, covariance, mode })),
);

describe.each<[string, PointBatch]>([
  ["complete points", batchOf(COUNT)],
  ["missing coordinates and weights", holedBatchOf(COUNT)],
])("%s", (_, batch) => {
  const expected = every.map((options) => bitsOf(fit(batch, options)));

  it.each([1, 2, 4])(
    "have the same bits on %i threads as on none, whatever the covariance type and mode",
    async (n) => {
      const crew = new Crew(batch);
      try {
        crew.start(n);
        for (const [i, options] of every.entries()) {
          const result = await inTurns(fitChunks(crew, checkFitOptions(options)));
          expect(bitsOf(result), JSON.stringify(options)).toEqual(expected[i]);
        }
      } finally {
        await crew.end();
      }
    },
  );
});

describe("fitInThreads", () => {
  const batch = holedBatchOf(COUNT);

  it.each([0, 1, 3, undefined])("gives what fit gives, with threads: %s", async (threads) => {
    const options: FitOptions = { components: 3, restarts: 2, maxIterations: 12, seed: 5, prior: "mclust" };
    const result = await fitInThreads(batch, { ...options, ...(threads === undefined ? {} : { threads }) });
    expect(bitsOf(result)).toEqual(bitsOf(fit(batch, options)));
  });

  it("continues from a given mixture", async () => {
    const { mixture } = fit(batch, SHORT);
    const options: FitOptions = { components: 4, start: mixture, maxIterations: 2 };
    expect(bitsOf(await fitInThreads(batch, { ...options, threads: 2 }))).toEqual(bitsOf(fit(batch, options)));
  });

  it("takes points in shared memory as they are, of which a batch may use a part, and rows of numbers", async () => {
    const values = new Float64Array(new SharedArrayBuffer(8 * 3 * COUNT));
    values.set(batchOf(COUNT).values);
    const part = { count: 5000, dimensions: 3, values };
    const rows = Array.from({ length: 5000 }, (_, i) => Array.from(values.subarray(3 * i, 3 * i + 3)));
    const expected = bitsOf(fit(rows, SHORT));
    for (const data of [part, rows])
      expect(bitsOf(await fitInThreads(data, { ...SHORT, threads: 2 }))).toEqual(expected);
  });

  it("takes fewer points than a thread each", async () => {
    const data = [[1], [2], [7], [8]];
    const options: FitOptions = { components: 2 };
    expect(bitsOf(await fitInThreads(data, { ...options, threads: 4 }))).toEqual(bitsOf(fit(data, options)));
  });

  it("refuses what fit refuses, and a bad number of threads", async () => {
    await expect(fitInThreads([], { components: 2, threads: 2 })).rejects.toThrow("no points to fit a mixture to");
    await expect(fitInThreads([[Infinity]], { components: 1, threads: 2 })).rejects.toThrow(/is Infinity/);
    await expect(fitInThreads([[1]], { components: 0, threads: 2 })).rejects.toThrow(/components is 0/);
    await expect(fitInThreads([[1]], { components: 1, threads: -1 })).rejects.toThrow(/threads is -1/);
  });

  it.each([0, 2])("hears a request to stop, with threads: %i", async (threads) => {
    const endless: FitOptions = { components: 4, tolerance: 0, maxIterations: 1e9 };
    const reason = new Error("enough");
    await expect(fitInThreads(batch, { ...endless, threads, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const stop = new AbortController();
    const fitting = fitInThreads(batch, { ...endless, threads, signal: stop.signal });
    setTimeout(() => stop.abort(reason), 500);
    await expect(fitting).rejects.toBe(reason);
  });
});
