import type { SourceBatch } from "../../broker/broker.js";
import type { TaskContext } from "./context.js";
import type { TaskInput } from "./inputs.js";
import { settlePosition, takePartitions } from "./partitions.js";
import type { TaskState } from "./task-state.js";

/**
 * Where a task receives what the source delivers: it judges batches by the accepted positions, takes new assignments
 * and puts everything that concerns the learner into one queue.
 */
export class TaskDesk {
  readonly #context: TaskContext;
  readonly #state: TaskState;
  readonly #inbox: (input: TaskInput) => void;
  /** Batches of partitions that are assigned but not taken yet. */
  #strangers: SourceBatch[] = [];
  #queued = 0;
  #unflushed: boolean;
  #stopping = false;

  constructor(context: TaskContext, state: TaskState, inbox: (input: TaskInput) => void) {
    this.#context = context;
    this.#state = state;
    this.#inbox = inbox;
    this.#unflushed = state.learner.points > 0;
  }

  /** Nothing waits for the learner, and points came since the last flush. */
  get wantsFlush(): boolean {
    return this.#queued === 0 && this.#unflushed && !this.#stopping;
  }

  offer(input: TaskInput): void {
    if (this.#stopping && input.type !== "boundary") return;
    if (input.type === "stop") this.#stopping = true;
    if (input.type === "flush") this.#unflushed = false;
    if (input.type === "batch") this.#unflushed = true;
    this.#queued++;
    this.#inbox(input);
  }

  /** An input has passed the learner and the collector. */
  settled(): void {
    this.#queued--;
  }

  receive(batch: SourceBatch): void {
    if (this.#stopping) return;
    const { accepted } = this.#state;
    const verdict = this.#context.steps.accept(accepted, batch);
    if (verdict.type === "unknown") {
      this.#strangers.push(batch);
      return;
    }
    if (verdict.type === "accepted") {
      const { from, to, records } = verdict;
      const { partition, endOffset } = batch;
      this.offer({ type: "batch", partition, from, to, records, end: endOffset, ack: () => batch.ack() });
      return;
    }
    if (verdict.type === "ahead")
      this.#context.source.seek({ topic: batch.topic, partition: batch.partition }, verdict.position);
    batch.ack();
  }

  async assigned(partitions: readonly number[]): Promise<void> {
    await takePartitions(this.#context, this.#state, partitions, (input) => this.offer(input));
    const strangers = this.#strangers;
    this.#strangers = [];
    for (const batch of strangers) this.receive(batch);
  }

  /** Retention may have overtaken us, or the fetch was one that a seek has replaced since. */
  async outOfRange(partition: number): Promise<void> {
    if (!this.#state.accepted.has(partition)) return;
    await settlePosition(this.#context, this.#state, partition, (input) => this.offer(input));
    this.#context.source.seek({ topic: this.#context.topics.input, partition }, this.#state.accepted.get(partition)!);
  }
}
