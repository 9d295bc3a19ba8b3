import type { LearnerFactory, StreamLearner } from "../../src/pipeline/ports/learner.js";
import type { TaskSteps } from "../../src/pipeline/task/context.js";

/**
 * Times what a commit spends on the state before its transaction begins, on the only thread that learns: from asking
 * the learner for its sections to the last part of them and of the manifest. It stands at both ends of that by way of
 * the pipeline's ports.
 */
export class StateClock {
  #begun = 0;
  #spent = 0;

  /** The same learners, whose sections start the clock. */
  learners(factory: LearnerFactory): LearnerFactory {
    const timed = (learner: StreamLearner): StreamLearner => {
      const toSections = learner.toSections.bind(learner);
      return Object.assign(learner, {
        toSections: () => {
          this.#begun = performance.now();
          return toSections();
        },
      });
    };
    return {
      ...factory,
      create: () => timed(factory.create()),
      restore: (sections, accepted) => timed(factory.restore(sections, accepted)),
      adopt: (sections) => timed(factory.adopt(sections)),
    };
  }

  /** The same steps, of which the codec of sections stops the clock: it goes on until the last of them. */
  steps(steps: TaskSteps): TaskSteps {
    const { forget, split } = steps.sections;
    const stopping =
      <A extends unknown[], R>(work: (...args: A) => R) =>
      (...args: A): R => {
        const result = work(...args);
        const now = performance.now();
        this.#spent += now - this.#begun;
        this.#begun = now;
        return result;
      };
    return { ...steps, sections: { split: stopping(split), forget: stopping(forget) } };
  }

  /** ms spent since the last call. */
  take(): number {
    const spent = this.#spent;
    this.#spent = 0;
    return spent;
  }
}
