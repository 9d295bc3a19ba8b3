import { drive } from "../../em/drive.js";
import type { LearnerAtRest, StreamLearner } from "../ports/learner.js";
import type { LearnerFigures } from "../ports/learner-figures.js";
import type { LearnerAnswer, LearnerOrder } from "../ports/remote-learner.js";

/** What a learner elsewhere does with an order, and answers. */
export function answerOrder(learner: StreamLearner, order: LearnerOrder): LearnerAnswer {
  if (order.type === "rest") {
    const { mixture, threshold } = learner;
    return { type: "rest", sections: learner.toSections(), mixture, threshold };
  }
  const work = order.type === "learn" ? learner.learnInSlices(order.batch) : learner.flushInSlices();
  return { type: "labels", scored: drive(work), figures: figuresOf(learner) };
}

/** A learner's figures as they are now. */
export function figuresOf({
  logLikelihood,
  nextComponent,
  pending,
  points,
  status,
  step,
  version,
}: LearnerAtRest): LearnerFigures {
  return { logLikelihood, nextComponent, pending, points, status, step, version };
}
