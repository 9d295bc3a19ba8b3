import { EventEmitter } from "node:events";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChunkWork } from "../../src/em/chunk-work.js";
import { type FitResult, fit, fitChunks } from "../../src/em/fit.js";
import { checkFitOptions, type FitOptions } from "../../src/em/fit-options.js";
import { defaultKernel } from "../../src/kernel/default-kernel.js";
import type { PointBatch } from "../../src/mixture/point-batch.js";
import { Crew } from "../../src/threads/crew.js";
import { inTurns } from "../../src/threads/in-turns.js";
import type { Order, WorkerData } from "../../src/threads/messages.js";
import { batchOf } from "./support/batches.js";
import { bitsOf } from "./support/bits.js";

const OPTIONS: FitOptions = { components: 3, restarts: 1, maxIterations: 3, tolerance: 0 };

async function fitWith(batch: PointBatch, size: number, start?: (data: WorkerData) => Worker): Promise<FitResult> {
  const crew = new Crew(batch);
  try {
    crew.start(size, start);
    return await inTurns(fitChunks(crew, checkFitOptions(OPTIONS)));
  } finally {
    await crew.end();
  }
}

/** A worker in this thread that does what it is told when `later` calls back. */
class OwnWorker extends EventEmitter {
  /** There is no thread to be ended. */
  readonly threadId = -1;
  waiting = 0;
  most = 0;
  readonly #work: ChunkWork;
  readonly #later: (act: () => void) => void;
  #places: readonly Float64Array[] = [];

  constructor(data: WorkerData, later: (act: () => void) => void) {
    super();
    this.#work = new ChunkWork(data, defaultKernel);
    this.#later = later;
  }

  postMessage(order: Order): void {
    if ("task" in order) {
      this.#work.begin(order.task);
      this.#places = order.places;
      return;
    }
    this.most = Math.max(this.most, ++this.waiting);
    this.#later(() => {
      this.waiting--;
      this.#work.do(order.chunk, this.#places[order.place]!);
      this.emit("message", order.chunk);
    });
  }
}

describe("a crew", () => {
  it("has the bits of one thread in whatever order its workers answer, and gives nobody more than two chunks", async () => {
    const batch = batchOf(20 * 4096 - 5);
    const expected = bitsOf(fit(batch, OPTIONS));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.infiniteStream(fc.nat()), async (size, dice) => {
        const todo: (() => void)[] = [];
        /** One of those that wait gets its turn. */
        const turn = () => todo.splice(dice.next().value % todo.length, 1)[0]!();
        const workers: OwnWorker[] = [];
        const result = await fitWith(batch, size, (data) => {
          const worker = new OwnWorker(data, (act) => {
            todo.push(act);
            setImmediate(turn);
          });
          workers.push(worker);
          return worker as unknown as Worker;
        });
        expect(bitsOf(result)).toEqual(expected);
        expect(workers).toHaveLength(size);
        expect(workers.map(({ most }) => most)).toEqual(workers.map(() => 2));
      }),
      { numRuns: 8, seed: 1 },
    );
  });

  it("fails when a worker ends, or throws, and ends the others", async () => {
    const batch = batchOf(3 * 4096);
    const started: Worker[] = [];
    /** The first goes its own way, the others do nothing. */
    const start = (script: string) => () => {
      const worker = new Worker(started.length === 0 ? script : "setInterval(() => {}, 1e9)", { eval: true });
      started.push(worker);
      return worker;
    };
    await expect(fitWith(batch, 2, start("process.exit(3)"))).rejects.toThrow(
      "a worker thread ended in the middle of a fit, with exit code 3",
    );
    expect(started.map(({ threadId }) => threadId)).toEqual([-1, -1]);
    started.length = 0;
    await expect(fitWith(batch, 2, start("throw new RangeError('out of luck')"))).rejects.toThrow(
      new RangeError("out of luck"),
    );
    expect(started.map(({ threadId }) => threadId)).toEqual([-1, -1]);
  });

  it("ends those that have started when another one cannot", async () => {
    const started: Worker[] = [];
    const start = () => {
      if (started.length > 0) throw new Error("no more threads");
      started.push(new Worker("setInterval(() => {}, 1e9)", { eval: true }));
      return started[0]!;
    };
    await expect(fitWith(batchOf(3 * 4096), 2, start)).rejects.toThrow("no more threads");
    expect(started.map(({ threadId }) => threadId)).toEqual([-1]);
  });

  it("passes on what goes wrong inside a worker's work", async () => {
    const crew = new Crew(batchOf(10));
    try {
      crew.start(1);
      const { factors } = fit(batchOf(10), { components: 1 }).mixture;
      const { whitening: _, ...without } = factors;
      const task = { kind: "learn", mode: "soft", factors: without as typeof factors } as const;
      await expect(inTurns(crew.each(task, () => undefined))).rejects.toThrow(TypeError);
    } finally {
      await crew.end();
    }
  });
});
