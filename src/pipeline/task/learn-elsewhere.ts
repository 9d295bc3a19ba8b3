import { Observable, type OperatorFunction, type Subscriber } from "rxjs";
import { Queue } from "../../rx/queue.js";
import type { LearnerAnswer, RemoteLearner } from "../ports/remote-learner.js";
import type { TaskContext } from "./context.js";
import { EarlyAcks } from "./early-acks.js";
import type { DecodedBatchInput, DecodedInput, LearnedInput } from "./inputs.js";
import type { LearnerMirror } from "./learner-mirror.js";
import { LearningLog } from "./learning-log.js";
import type { TaskState } from "./task-state.js";

/** Batches that are acknowledged while they are learned: one under way, one that waits behind it. */
const AHEAD = 2;

/** A task whose learner works elsewhere. */
export interface MirroredState extends TaskState {
  readonly learner: LearnerMirror;
}

/**
 * Sends points to a learner elsewhere, and hands on what comes back, in the order of the inputs: meanwhile the next
 * batches are fetched and decoded, and labels before them written. Where a unit may close, the learner is asked to rest.
 *
 * The mirror in `state` stands where the last result stood that was handed on, however far ahead the learner is. It is
 * started with the subscription and ended with it.
 */
export function learnElsewhere(
  context: Pick<TaskContext, "emit">,
  state: MirroredState,
  start: () => RemoteLearner,
): OperatorFunction<DecodedInput, LearnedInput> {
  return (inputs$) =>
    new Observable((out) => {
      const remote = start();
      const errand = new Errand(context, state, remote, out);
      const subscription = remote.answers$.subscribe({
        next: (answer) => errand.answered(answer),
        error: (error) => out.error(error),
      });
      subscription.add(() => remote.close());
      subscription.add(inputs$.subscribe({ next: (input) => errand.take(input), error: (error) => out.error(error) }));
      return subscription;
    });
}

class Errand {
  readonly #state: MirroredState;
  readonly #remote: RemoteLearner;
  readonly #out: Subscriber<LearnedInput>;
  readonly #log: LearningLog;
  readonly #acks = new EarlyAcks(AHEAD);
  /** Under way, in order, and what was answered to the first of them. */
  readonly #inputs = new Queue<DecodedInput>();
  readonly #answers = new Queue<LearnerAnswer>();
  #handingOn = false;

  constructor(
    context: Pick<TaskContext, "emit">,
    state: MirroredState,
    remote: RemoteLearner,
    out: Subscriber<LearnedInput>,
  ) {
    this.#state = state;
    this.#remote = remote;
    this.#out = out;
    this.#log = new LearningLog(context, state);
  }

  take(input: DecodedInput): void {
    if (input.type === "decoded") this.#takeBatch(input);
    else {
      if (input.type !== "skipped") this.#remote.send({ type: input.type === "flush" ? "flush" : "rest" });
      this.#inputs.push(input);
    }
    this.#handOn();
  }

  answered(answer: LearnerAnswer): void {
    this.#answers.push(answer);
    this.#handOn();
  }

  /** Acknowledged last: the next batch may come in the very call. */
  #takeBatch(input: DecodedBatchInput): void {
    const { ack } = input.batch;
    this.#remote.send({ type: "learn", batch: input.decoded.points.points() });
    this.#inputs.push({ ...input, batch: { ...input.batch, ack: () => this.#acks.arrive() } });
    this.#acks.depart(ack);
  }

  /** Not from within itself: what is handed on may bring the next input. */
  #handOn(): void {
    if (this.#handingOn) return;
    this.#handingOn = true;
    while (this.#inputs.length > 0 && (this.#answers.length > 0 || this.#inputs.first.type === "skipped"))
      this.#out.next(this.#done(this.#inputs.shift()));
    this.#handingOn = false;
  }

  #done(input: DecodedInput): LearnedInput {
    if (input.type === "skipped") return input;
    const answer = this.#answers.shift();
    if (answer.type === "rest") {
      this.#state.learner.rest(answer);
      return input as LearnedInput;
    }
    this.#state.learner.follow(answer.figures);
    return input.type === "decoded" ? this.#log.learned(input, answer.scored) : this.#log.flushed(answer.scored);
  }
}
