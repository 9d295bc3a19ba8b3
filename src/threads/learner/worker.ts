import { parentPort, workerData } from "node:worker_threads";
import { defaultKernel } from "../../kernel/default-kernel.js";
import { Learner } from "../../learning/learner.js";
import type { LearnerOrder } from "../../pipeline/ports/remote-learner.js";
import { answerOrder } from "../../pipeline/task/answer-order.js";
import { attend } from "../attend.js";
import { type LearnerData, packAnswer } from "./messages.js";

/** What the learner's thread runs: order by order, until it is ended. */
const { fingerprint, sections } = workerData as LearnerData;
const learner = Learner.fromSections(sections, { fingerprint, kernel: defaultKernel });

attend<LearnerOrder>((order) => {
  const { message, transfer } = packAnswer(answerOrder(learner, order));
  parentPort?.postMessage(message, transfer);
});
