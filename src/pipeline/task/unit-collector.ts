import { isColumns } from "../../broker/record-columns.js";
import type { PointBatch } from "../../mixture/point-batch.js";
import type { BatchPool } from "./batch-pool.js";
import type { Collected } from "./collect-units.js";
import type { TaskContext } from "./context.js";
import type { Labelled, LearnedInput } from "./inputs.js";
import { OpenUnit } from "./open-unit.js";
import { type SealedUnit, seal } from "./seal.js";
import type { TaskState } from "./task-state.js";

/** The open unit of a task, and its successors. */
export class UnitCollector implements Collected<SealedUnit> {
  readonly #context: TaskContext;
  readonly #state: TaskState;
  readonly #pool: BatchPool;
  #unit: OpenUnit;

  /** @param pool where batches go once their labels are written. */
  constructor(context: TaskContext, state: TaskState, pool: BatchPool) {
    this.#pool = pool;
    this.#context = context;
    this.#state = state;
    this.#unit = new OpenUnit(context, state);
  }

  get isEmpty(): boolean {
    return this.#unit.isEmpty;
  }

  get isFull(): boolean {
    return this.#unit.isFull;
  }

  add(input: LearnedInput): void {
    if (input.type === "learned") {
      this.#unit.addBatch(input);
      this.#showLabels(input, input.decoded.points.points());
      this.#pool.give(input.decoded.points);
    } else if (input.type === "flushed") {
      this.#unit.addFlush(input);
      this.#showLabels(input);
    }
    if (input.type === "skipped") this.#unit.addSkipped(input);
  }

  seal(last: boolean): SealedUnit {
    const sealed = seal(this.#context, this.#state, this.#unit, last);
    this.#showSnapshot(sealed);
    this.#unit = new OpenUnit(this.#context, this.#state);
    return sealed;
  }

  #showLabels({ origins, scored }: Labelled, points?: PointBatch): void {
    this.#context.onlooker?.labelled(this.#state.unit + 1, points, scored, origins);
  }

  #showSnapshot({ appends, event }: SealedUnit): void {
    const { onlooker, topics } = this.#context;
    const published = appends.find(({ topic }) => topic === topics.snapshots)?.records[0];
    if (published !== undefined && !isColumns(published) && published.value !== null)
      onlooker?.published(event.unit, published.value);
  }
}
