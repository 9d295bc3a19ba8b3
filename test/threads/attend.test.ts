import { once } from "node:events";
import { MessageChannel, Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";

const workers: Worker[] = [];
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.terminate();
});

/** A thread that attends with this function. */
function attending(handle: string): Worker {
  const module = JSON.stringify(new URL("../../src/threads/attend.ts", import.meta.url).href);
  const script = `
    const { parentPort } = require("node:worker_threads");
    import("tsx/esm/api")
      .then(({ register }) => (register(), import(${module})))
      .then(({ attend }) => attend(${handle}));`;
  const worker = new Worker(script, { eval: true });
  workers.push(worker);
  return worker;
}

describe("attending to messages in a thread", () => {
  it("handles each in its turn, and comes to rest after them when it is told to end", async () => {
    const worker = attending("(message) => parentPort.postMessage(message.number * 2)");
    const { port1, port2 } = new MessageChannel();
    const heard: (number | string)[] = [];
    worker.on("message", (double: number) => heard.push(double));
    for (const number of [1, 2, 3]) worker.postMessage({ number });
    worker.postMessage({ end: port2 }, [port2]);
    await once(port1, "close");
    expect(heard).toEqual([2, 4, 6]);
  });

  it("fails with what its work fails with", async () => {
    const worker = attending("() => { throw new RangeError('out of luck') }");
    worker.postMessage({});
    await expect(once(worker, "exit", { signal: AbortSignal.timeout(30_000) })).rejects.toThrow(
      new RangeError("out of luck"),
    );
  });
});
