import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { endWorker, workersEnded } from "../../src/threads/end-worker.js";

const run = (script: string) => new Worker(script, { eval: true });
/** Closes the port it is sent, after as many milliseconds. */
const resting = (milliseconds: number) =>
  run(
    `require("node:worker_threads").parentPort.on("message", ({ end }) => setTimeout(() => end.close(), ${milliseconds}))`,
  );

describe("ending a worker thread", () => {
  it("waits until it has rested, and not longer", { retry: 2 }, async () => {
    const worker = resting(300);
    await once(worker, "online");
    const start = performance.now();
    await endWorker(worker);
    expect(worker.threadId).toBe(-1);
    expect(performance.now() - start).toBeGreaterThanOrEqual(299);
    expect(performance.now() - start).toBeLessThan(1900);
  });

  it("loses patience with one that does not answer", async () => {
    const worker = run("while (true);");
    await endWorker(worker);
    expect(worker.threadId).toBe(-1);
  });

  it.each([
    ["ends by itself", "setTimeout(() => {}, 50)"],
    ["exits", "process.exit(1)"],
    ["fails", "throw new Error('out of luck')"],
  ])("is content with one that %s meanwhile", async (_, script) => {
    const worker = run(script).on("error", () => undefined);
    await endWorker(worker);
    expect(worker.threadId).toBe(-1);
    await endWorker(worker);
  });

  it("may be asked twice, and of all at once whether they are gone", async () => {
    const workers = [resting(100), resting(200)];
    for (const worker of [...workers, ...workers]) void endWorker(worker);
    await workersEnded();
    expect(workers.map(({ threadId }) => threadId)).toEqual([-1, -1]);
  });
});
