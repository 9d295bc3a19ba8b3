import type { OperatorFunction } from "rxjs";
import { atOnce, inOrder, type Slices, type Stage } from "../../rx/in-order.js";
import type { TaskContext } from "./context.js";
import type { DecodedBatchInput, DecodedInput, LearnedInput } from "./inputs.js";
import { LearningLog } from "./learning-log.js";
import type { OpenedState } from "./task-state.js";

/**
 * Gives points to the learner, one batch after the other; whatever else passes keeps its place. Long work comes in
 * slices between which the scheduler gets its turn, so nothing downstream may look at the learner but in the very call
 * that hands it a result.
 */
export function learn(context: TaskContext, state: OpenedState): OperatorFunction<DecodedInput, LearnedInput> {
  const { scheduler, sliceMs } = context;
  return inOrder(() => new LearnStage(context, state), { scheduler, sliceMs });
}

class LearnStage implements Stage<DecodedInput, LearnedInput> {
  readonly #state: OpenedState;
  readonly #log: LearningLog;

  constructor(context: TaskContext, state: OpenedState) {
    this.#state = state;
    this.#log = new LearningLog(context, state);
  }

  take(input: DecodedInput): Slices<LearnedInput> {
    if (input.type === "decoded") return this.#learn(input);
    return input.type === "flush" ? this.#flush() : atOnce([input]);
  }

  finish(): Slices<LearnedInput> {
    return atOnce([]);
  }

  *#learn(input: DecodedBatchInput): Generator<undefined, LearnedInput[]> {
    const scored = yield* this.#state.learner.learnInSlices(input.decoded.points.points());
    return [this.#log.learned(input, scored)];
  }

  *#flush(): Generator<undefined, LearnedInput[]> {
    return [this.#log.flushed(yield* this.#state.learner.flushInSlices())];
  }
}
