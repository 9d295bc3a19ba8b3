import type { Worker } from "node:worker_threads";
import { Subject } from "rxjs";
import type { LearnerAnswer, LearnerOrder, RemoteLearner } from "../../pipeline/ports/remote-learner.js";
import { endWorker } from "../end-worker.js";
import { startWorker } from "../start-worker.js";
import { type AnswerMessage, type LearnerData, packOrder, unpackAnswer } from "./messages.js";

const startLearning = (data: LearnerData): Worker => startWorker(new URL("./worker.js", import.meta.url), data);

/** A learner in a worker thread, with the default kernel. */
export class LearnerThread implements RemoteLearner {
  readonly answers$ = new Subject<LearnerAnswer>();
  readonly #worker: Worker;
  #isClosed = false;

  /** Starts it. What it throws, and its end, come as the error of `answers$`. */
  constructor(data: LearnerData, start: (data: LearnerData) => Worker = startLearning) {
    this.#worker = start(data)
      .on("message", (message: AnswerMessage) => this.answers$.next(unpackAnswer(message)))
      .on("error", (error) => this.answers$.error(error))
      .on("messageerror", (error) => this.answers$.error(error))
      .on("exit", (code) => {
        if (!this.#isClosed) this.answers$.error(new Error(`the learner's thread has ended, with exit code ${code}`));
      });
  }

  send(order: LearnerOrder): void {
    const { message, transfer } = packOrder(order);
    this.#worker.postMessage(message, transfer);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    void endWorker(this.#worker);
  }
}
