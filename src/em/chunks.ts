import type { Kernel } from "../kernel/kernel.js";
import type { PointBatch } from "../mixture/point-batch.js";
import { ChunkWork, chunksOf, type FitData, resultLength, type Task } from "./chunk-work.js";

/**
 * The points of a fit together with those who compute: this thread, or several.
 *
 * Whoever computes, results are reduced in ascending order of chunks by the one who asked: that is why a fit has the
 * same bits on any number of threads.
 *
 * @typeParam Y what passes yield while they are under way.
 */
export interface Chunks<Y> extends FitData {
  /** Has a task done for every chunk, and its results reduced in order; each is gone after the call. */
  each(task: Task, reduce: (result: Float64Array, chunk: number) => void): Generator<Y, void>;
}

/** Computes in this thread; passes yield between chunks. */
export class OwnChunks implements Chunks<undefined> {
  readonly batch: PointBatch;
  readonly nearest: Float64Array;
  readonly #work: ChunkWork;
  #result = new Float64Array(0);

  constructor(batch: PointBatch, kernel: Kernel) {
    this.batch = batch;
    this.nearest = new Float64Array(batch.count);
    this.#work = new ChunkWork(this, kernel);
  }

  *each(task: Task, reduce: (result: Float64Array, chunk: number) => void): Generator<undefined, void> {
    const length = resultLength(task, this.batch);
    if (this.#result.length < length) this.#result = new Float64Array(length);
    this.#work.begin(task);
    for (let chunk = 0; chunk < chunksOf(this.batch); chunk++) {
      this.#work.do(chunk, this.#result);
      reduce(this.#result, chunk);
      yield;
    }
  }
}
