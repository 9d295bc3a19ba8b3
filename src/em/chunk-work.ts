import type { Evaluator, Factors, Kernel } from "../kernel/kernel.js";
import { entriesOf } from "../mixture/covariance/covariance.js";
import type { PointBatch } from "../mixture/point-batch.js";
import type { Sums } from "../statistics/sums.js";
import { type Distances, distancesOfRows } from "./distances.js";
import { CHUNK, type EStep, entropyOfRows, learnRows, type Rows } from "./e-step.js";

/**
 * What a pass asks of every chunk of the points; plain data, which may be sent to other threads. The result is one
 * array of numbers: the sums of the chunk's statistics where it learns, then the terms of its points.
 */
export type Task =
  | ({ readonly kind: "learn"; readonly factors: Factors } & EStep)
  | { readonly kind: "entropy"; readonly factors: Factors }
  | ({ readonly kind: "distances" } & Distances);

/** The points of a fit, and how far each is from the seeds so far: as much as tasks read. */
export interface FitData {
  readonly batch: PointBatch;
  /** n squared distances. */
  readonly nearest: Float64Array;
}

export function chunksOf({ count }: PointBatch): number {
  return Math.ceil(count / CHUNK);
}

/** Number of points in a chunk; only the last one has less than {@link CHUNK}. */
export function rowsOf({ count }: PointBatch, chunk: number): number {
  return Math.min(CHUNK, count - chunk * CHUNK);
}

/** Room that the result of any chunk needs. */
export function resultLength(task: Task, batch: PointBatch): number {
  const terms = task.kind === "distances" ? task.from.length / batch.dimensions : 1;
  return sumsLength(task) + terms * Math.min(CHUNK, batch.count);
}

function sumsLength(task: Task): number {
  if (task.kind !== "learn") return 0;
  const { components: K, dimensions: D, structure } = task.factors;
  return K * (1 + D + entriesOf(structure, D));
}

/** A view of the terms in the result of a task, one after the other for each point. */
export function termsIn(result: Float64Array, task: Task): Float64Array {
  return result.subarray(sumsLength(task));
}

/** A view of the statistics in the result of a task that learns. */
export function sumsIn(result: Float64Array, { components: K, dimensions: D, structure, means }: Factors): Sums {
  const second = K * (1 + D);
  return {
    components: K,
    dimensions: D,
    structure,
    about: means,
    count: result.subarray(0, K),
    first: result.subarray(K, second),
    second: result.subarray(second, second + K * entriesOf(structure, D)),
  };
}

/** Does tasks chunk by chunk, in whatever order and on whatever thread. */
export class ChunkWork {
  readonly #data: FitData;
  readonly #kernel: Kernel;
  #task: Task | undefined;
  #evaluator: Evaluator | undefined;
  #responsibilities = new Float64Array(0);

  constructor(data: FitData, kernel: Kernel) {
    this.#data = data;
    this.#kernel = kernel;
  }

  begin(task: Task): void {
    this.#task = task;
    if (task.kind === "distances") return;
    this.#evaluator = this.#kernel.prepare(task.factors, task.kind === "learn" ? task.negligible : undefined);
    // Soft labels go into the sums within the kernel.
    if (task.kind === "learn" && task.mode === "soft") return;
    const length = Math.min(this.#data.batch.count, CHUNK) * task.factors.components;
    if (this.#responsibilities.length < length) this.#responsibilities = new Float64Array(length);
  }

  /** @param result at least {@link resultLength} long. */
  do(chunk: number, result: Float64Array): void {
    const task = this.#task;
    if (task === undefined) throw new Error("no task has begun");
    const rows = this.#rows(chunk);
    const terms = termsIn(result, task);
    if (task.kind === "distances") {
      const nearest = this.#data.nearest.subarray(chunk * CHUNK, chunk * CHUNK + rows.count);
      distancesOfRows(rows.values, nearest, rows.count, task, terms);
      return;
    }
    const workspace = { responsibilities: this.#responsibilities, logDensity: terms };
    if (task.kind === "entropy") entropyOfRows(this.#evaluator!, rows, task.factors.components, workspace);
    else {
      const sums = sumsIn(result, task.factors);
      result.fill(0, 0, sumsLength(task));
      learnRows(this.#evaluator!, task.mode, rows, workspace, sums);
    }
  }

  #rows(chunk: number): Rows {
    const { batch } = this.#data;
    const { dimensions: D, values, weights } = batch;
    const from = chunk * CHUNK;
    const count = rowsOf(batch, chunk);
    return {
      count,
      values: values.subarray(from * D, (from + count) * D),
      weights: weights?.subarray(from, from + count),
    };
  }
}
