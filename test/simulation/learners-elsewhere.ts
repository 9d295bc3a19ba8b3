import { Subject, type Subscription } from "rxjs";
import type { LearnerFactory, StreamLearner } from "../../src/pipeline/ports/learner.js";
import type { LearnerAnswer, LearnerOrder, RemoteLearner } from "../../src/pipeline/ports/remote-learner.js";
import { answerOrder } from "../../src/pipeline/task/answer-order.js";
import { packOrder } from "../../src/threads/learner/messages.js";
import type { Dice } from "./dice.js";
import type { ProcessClock } from "./process-clock.js";

/** Longest time that an order takes, ms. */
const SLOWEST_MS = 30;

/** Learners of a factory that work beside the process: orders are done one after the other, each after a while. */
export function learnersElsewhere(factory: LearnerFactory, clock: ProcessClock, dice: Dice): LearnerFactory {
  return { ...factory, elsewhere: (sections) => new SimulatedThread(factory.adopt(sections), clock, dice) };
}

class SimulatedThread implements RemoteLearner {
  readonly answers$ = new Subject<LearnerAnswer>();
  readonly #learner: StreamLearner;
  readonly #clock: ProcessClock;
  readonly #dice: Dice;
  readonly #orders: LearnerOrder[] = [];
  #turn: Subscription | undefined;

  constructor(learner: StreamLearner, clock: ProcessClock, dice: Dice) {
    this.#learner = learner;
    this.#clock = clock;
    this.#dice = dice;
  }

  send(order: LearnerOrder): void {
    this.#orders.push(packOrder(order).message);
    if (this.#orders.length === 1) this.#begin();
  }

  close(): void {
    this.#turn?.unsubscribe();
    this.#orders.length = 0;
  }

  #begin(): void {
    this.#turn = this.#clock.schedule(() => this.#do(), this.#dice.chance(0.5) ? 0 : this.#dice.between(1, SLOWEST_MS));
  }

  #do(): void {
    const answer = answerOrder(this.#learner, this.#orders.shift()!);
    if (this.#orders.length > 0) this.#begin();
    this.answers$.next(answer);
  }
}
