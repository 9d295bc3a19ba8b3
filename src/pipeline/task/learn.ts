import type { OperatorFunction } from "rxjs";
import type { Origins } from "../../format/origins.js";
import type { ScoredBatch } from "../../learning/scored-batch.js";
import { atOnce, inOrder, type Slices, type Stage } from "../../rx/in-order.js";
import type { TaskContext } from "./context.js";
import type { DecodedBatchInput, DecodedInput, LearnedInput } from "./inputs.js";
import type { TaskState } from "./task-state.js";

/**
 * Gives points to the learner, one batch after the other; whatever else passes keeps its place. Long work comes in
 * slices between which the scheduler gets its turn, so nothing downstream may look at the learner but in the very call
 * that hands it a result.
 */
export function learn(context: TaskContext, state: TaskState): OperatorFunction<DecodedInput, LearnedInput> {
  const { scheduler, sliceMs } = context;
  return inOrder(() => new LearnStage(context, state), { scheduler, sliceMs });
}

class LearnStage implements Stage<DecodedInput, LearnedInput> {
  readonly #context: TaskContext;
  readonly #state: TaskState;

  constructor(context: TaskContext, state: TaskState) {
    this.#context = context;
    this.#state = state;
  }

  take(input: DecodedInput): Slices<LearnedInput> {
    if (input.type === "decoded") return this.#learn(input);
    return input.type === "flush" ? this.#flush() : atOnce([input]);
  }

  finish(): Slices<LearnedInput> {
    return atOnce([]);
  }

  *#learn({ batch, decoded }: DecodedBatchInput): Generator<undefined, LearnedInput[]> {
    const { learner } = this.#state;
    const { points } = decoded;
    const before = learner.version;
    const scored = yield* learner.learnInSlices(points.points());
    this.#tellPhase(before);
    return [{ type: "learned", batch, decoded, scored, origins: this.#originsOf(points, scored) }];
  }

  *#flush(): Generator<undefined, LearnedInput[]> {
    const { learner, pending } = this.#state;
    const before = learner.version;
    const scored = yield* learner.flushInSlices();
    this.#context.emit({ type: "flushed", points: learner.points });
    this.#tellPhase(before);
    return [{ type: "flushed", scored, origins: pending.take(scored.count) }];
  }

  /** Once warm-up is over each batch labels exactly its own points, and none waits. */
  #originsOf(points: Origins, scored: ScoredBatch): readonly Origins[] {
    const { pending } = this.#state;
    if (pending.count === 0 && scored.count === points.count) {
      pending.pass(points.count);
      return points.count === 0 ? [] : [points];
    }
    pending.add(points);
    return pending.take(scored.count);
  }

  #tellPhase(before: number): void {
    const { status, version, points } = this.#state.learner;
    if (status.phase === "warming up") this.#context.emit({ type: "warming-up", points: status.points, of: status.of });
    else if (before < 0) this.#context.emit({ type: "model-ready", version, points });
  }
}
