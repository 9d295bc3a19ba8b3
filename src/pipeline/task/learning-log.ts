import type { Origins } from "../../format/origins.js";
import type { LabelledBatch } from "../../learning/scored-batch.js";
import type { TaskContext } from "./context.js";
import type { DecodedBatchInput, LearnedBatch, LearnedFlush } from "./inputs.js";
import type { TaskState } from "./task-state.js";

/** What follows when the learner has done something: labels find the origins they belong to, and its phase is told. */
export class LearningLog {
  readonly #context: Pick<TaskContext, "emit">;
  readonly #state: TaskState;
  #isReady: boolean;

  constructor(context: Pick<TaskContext, "emit">, state: TaskState) {
    this.#context = context;
    this.#state = state;
    this.#isReady = state.learner.version >= 0;
  }

  /** A batch was learned. */
  learned({ batch, decoded }: DecodedBatchInput, scored: LabelledBatch): LearnedBatch {
    this.#tellPhase();
    return { type: "learned", batch, decoded, scored, origins: this.#originsOf(decoded.points, scored) };
  }

  /** Points that waited were labelled. */
  flushed(scored: LabelledBatch): LearnedFlush {
    const { learner, pending } = this.#state;
    this.#context.emit({ type: "flushed", points: learner.points });
    this.#tellPhase();
    return { type: "flushed", scored, origins: pending.take(scored.count) };
  }

  /** Once warm-up is over each batch labels exactly its own points, and none waits. */
  #originsOf(points: Origins, scored: LabelledBatch): readonly Origins[] {
    const { pending } = this.#state;
    if (pending.count === 0 && scored.count === points.count) {
      pending.pass(points.count);
      return points.count === 0 ? [] : [points];
    }
    pending.add(points);
    return pending.take(scored.count);
  }

  #tellPhase(): void {
    const { status, version, points } = this.#state.learner;
    if (status.phase === "warming up") {
      this.#context.emit({ type: "warming-up", points: status.points, of: status.of });
    } else if (!this.#isReady) {
      this.#isReady = true;
      this.#context.emit({ type: "model-ready", version, points });
    }
  }
}
