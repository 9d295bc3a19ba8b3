import type { Worker } from "node:worker_threads";
import { chunksOf, resultLength, type Task } from "../em/chunk-work.js";
import type { Chunks } from "../em/chunks.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { endWorker } from "./end-worker.js";
import type { Done, Order, WorkerData } from "./messages.js";
import { shared, sharedNumbers } from "./shared-numbers.js";
import { startWorker } from "./start-worker.js";

/** A worker has one chunk more than it works at, so that it need not wait for the next. */
const AT_ONCE = 2;
/** Beyond these, so many results for each worker may wait for one that comes before them. */
const AHEAD = 1;

const startFitting = (data: WorkerData): Worker => startWorker(new URL("./worker.js", import.meta.url), data);

interface Member {
  readonly worker: Worker;
  /** Chunks it has been given and has not done. */
  busy: number;
}

/**
 * Worker threads that compute the chunks of one fit. The points are in shared memory; a pass sends its task to every
 * worker, and chunks to whichever is free. Results come in shared memory, too, of which there is a bounded amount.
 *
 * What passes yield is a promise of news from a worker. It is rejected when a worker fails or {@link fail} is called.
 */
export class Crew implements Chunks<Promise<void>> {
  readonly batch: PointBatch;
  readonly nearest: Float64Array;
  readonly #members: Member[] = [];
  /** Where results go: chunk by chunk, round and round. */
  #places: readonly Float64Array[] = [];
  /** Whether the result in a place is there. */
  #ready: boolean[] = [];
  /** The next chunk to give out, and the next to be reduced. */
  #next = 0;
  #reduced = 0;
  #waiting: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined;
  #failure: { readonly error: unknown } | undefined;
  #ended = false;

  /** Puts the points where threads can share them. */
  constructor({ count, dimensions, values, weights }: PointBatch) {
    this.batch = {
      count,
      dimensions,
      values: shared(values.subarray(0, count * dimensions)),
      ...(weights === undefined ? {} : { weights: shared(weights.subarray(0, count)) }),
    };
    this.nearest = sharedNumbers(count);
  }

  /**
   * Starts so many threads; more than there are chunks would have nothing to do.
   *
   * @throws what `start` throws; then {@link end} those that have started.
   */
  start(size: number, start: (data: WorkerData) => Worker = startFitting): void {
    const members = Math.min(size, chunksOf(this.batch));
    this.#places = Array.from({ length: members * (AT_ONCE + AHEAD) }, () => sharedNumbers(0));
    this.#ready = this.#places.map(() => false);
    const { batch, nearest } = this;
    for (let i = 0; i < members; i++) this.#engage(start({ batch, nearest }));
  }

  *each(task: Task, reduce: (result: Float64Array, chunk: number) => void): Generator<Promise<void>, void> {
    this.#begin(task);
    for (let chunk = 0; chunk < chunksOf(this.batch); chunk++) {
      const place = this.#placeOf(chunk);
      while (!this.#ready[place]) yield this.#news();
      reduce(this.#places[place]!, chunk);
      this.#ready[place] = false;
      this.#reduced = chunk + 1;
      this.#giveOut();
    }
  }

  /** Whoever waits for the crew, or will, gets this error; the first one counts. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#waiting?.reject(this.#failure.error);
  }

  /** Ends all threads, after the chunks they have; resolves when they are gone. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all(this.#members.map(({ worker }) => endWorker(worker)));
  }

  #engage(worker: Worker): void {
    const member: Member = { worker, busy: 0 };
    this.#members.push(member);
    worker
      .on("message", (chunk: Done) => {
        member.busy--;
        this.#ready[this.#placeOf(chunk)] = true;
        this.#giveOut();
        this.#waiting?.resolve();
      })
      .on("error", (error) => this.fail(error))
      .on("messageerror", (error) => this.fail(error))
      .on("exit", (code) => {
        if (!this.#ended) this.fail(new Error(`a worker thread ended in the middle of a fit, with exit code ${code}`));
      });
  }

  #begin(task: Task): void {
    const length = resultLength(task, this.batch);
    this.#places = this.#places.map((place) => (place.length < length ? sharedNumbers(length) : place));
    for (const { worker } of this.#members) worker.postMessage({ task, places: this.#places } satisfies Order);
    this.#next = 0;
    this.#reduced = 0;
    this.#giveOut();
  }

  #giveOut(): void {
    const end = Math.min(chunksOf(this.batch), this.#reduced + this.#places.length);
    for (; this.#next < end; this.#next++) {
      const member = this.#members.reduce((a, b) => (b.busy < a.busy ? b : a));
      if (member.busy === AT_ONCE) return;
      member.busy++;
      member.worker.postMessage({ chunk: this.#next, place: this.#placeOf(this.#next) } satisfies Order);
    }
  }

  #placeOf(chunk: number): number {
    return chunk % this.#places.length;
  }

  async #news(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure.error;
    return await new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }
}
