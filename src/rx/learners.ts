import { Learner } from "../learning/learner.js";
import { type CheckedLearnerOptions, checkLearnerOptions, type LearnerOptions } from "../learning/learner-options.js";
import { StateError } from "../learning/state-error.js";
import { type KnownMixture, provenanceOf } from "./known-mixture.js";
import { optionText } from "./option-text.js";

/** Options of a learner inside an operator: D comes with the first point. */
export interface StreamLearnerOptions extends Omit<LearnerOptions, "dimensions" | "start"> {
  /**
   * Where to begin instead of with a warm-up: a mixture (its `points`, where known, say how much it outweighs what
   * comes), the record of a snapshot or a fit, or the bytes of {@link Learner.toBytes}, which go on exactly.
   */
  readonly start?: KnownMixture | Uint8Array;
  /**
   * Called with the learner of each subscription before it learns its first point: to save its state (`toBytes`) or
   * to show its `status` between points. To be looked at, not to be fed.
   */
  readonly onLearner?: (learner: Learner) => void;
}

/** Makes the learner of each subscription. */
export interface LearnerMaker {
  /** D, where it is known before the first point. */
  readonly dimensions: number | undefined;
  make(dimensions: number): Learner;
}

/**
 * Checks options once, when an operator is made, and not first when points come.
 *
 * @throws RangeError on an option out of range; StateError on bytes that do not fit the options.
 */
export function learnerMaker({ start, onLearner, ...options }: StreamLearnerOptions): LearnerMaker {
  const told = (learner: Learner): Learner => {
    onLearner?.(learner);
    return learner;
  };
  if (start instanceof Uint8Array) {
    const { dimensions } = restore(start, options).options;
    return { dimensions, make: () => told(restore(start, options)) };
  }
  if (start === undefined) {
    checkLearnerOptions({ ...options, dimensions: 1 });
    return { dimensions: undefined, make: (dimensions) => told(new Learner({ ...options, dimensions })) };
  }
  const given = provenanceOf(start);
  const { dimensions } = given.mixture;
  const complete: LearnerOptions = { ...options, dimensions, start: given };
  checkLearnerOptions(complete);
  return { dimensions, make: () => told(new Learner(complete)) };
}

type GivenOptions = Omit<LearnerOptions, "dimensions" | "start">;

function restore(state: Uint8Array, given: GivenOptions): Learner {
  const { fingerprint } = given;
  const learner = Learner.fromBytes(state, fingerprint === undefined ? {} : { fingerprint });
  const wanted = checkLearnerOptions({ ...given, dimensions: learner.options.dimensions });
  for (const name of Object.keys(wanted) as (keyof CheckedLearnerOptions)[])
    if (name in given) checkSame(name, learner.options[name], wanted[name]);
  return learner;
}

function checkSame(name: string, learned: unknown, wanted: unknown): void {
  const [was, now] = [optionText(learned), optionText(wanted)];
  if (was !== now)
    throw new StateError(
      `the state was learned with ${name} ${was}, the options say ${now}: ` +
        `leave ${name} as it was, or start from the state's mixture, or afresh`,
    );
}
