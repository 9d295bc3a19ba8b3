import type { LearnerFactory } from "../../pipeline/ports/learner.js";
import { LearnerThread } from "./learner-thread.js";

/**
 * Learners of a factory that work in a thread of their own while a pipeline runs, so that it reads and writes meanwhile:
 * the same labels, snapshots and state, bit for bit. They have the default kernel.
 */
export function learnersInThread(factory: LearnerFactory): LearnerFactory {
  const { fingerprint } = factory;
  return { ...factory, elsewhere: (sections) => new LearnerThread({ sections, fingerprint }) };
}
