import { tap } from "rxjs";
import type { LearnerFactory, StreamLearner } from "../../src/pipeline/ports/learner.js";
import type { RemoteLearner } from "../../src/pipeline/ports/remote-learner.js";
import type { TaskSteps } from "../../src/pipeline/task/context.js";

/**
 * Times what a commit spends on the state before its transaction begins, on the pipeline's thread: from asking the
 * learner for its sections to the last part of them and of the manifest. Where the learner has a thread of its own, from
 * when its sections have come. It stands at both ends of that by way of the pipeline's ports.
 */
export class StateClock {
  #begun = 0;
  #spent = 0;

  /** The same learners, whose sections start the clock. */
  learners(factory: LearnerFactory): LearnerFactory {
    const { elsewhere } = factory;
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
      ...(elsewhere === undefined ? {} : { elsewhere: (sections) => this.#timedFrom(elsewhere(sections)) }),
    };
  }

  #timedFrom(remote: RemoteLearner): RemoteLearner {
    const answers$ = remote.answers$.pipe(
      tap(({ type }) => {
        if (type === "rest") this.#begun = performance.now();
      }),
    );
    return {
      answers$,
      send: (order) => remote.send(order),
      close: () => remote.close(),
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
