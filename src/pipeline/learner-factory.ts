import { defaultKernel } from "../kernel/default-kernel.js";
import type { Kernel } from "../kernel/kernel.js";
import { Learner } from "../learning/learner.js";
import { checkLearnerOptions, type LearnerOptions } from "../learning/learner-options.js";
import { StateError } from "../learning/state-error.js";
import { optionText } from "../rx/option-text.js";
import type { LearnerFactory } from "./ports/learner.js";
import type { Sections } from "./state/digest.js";

/**
 * Makes learners with the given options; state that was made with others is refused, not silently gone on with.
 *
 * @throws RangeError when an option is out of range.
 */
export function learnerFactory(options: LearnerOptions, kernel: Kernel = defaultKernel): LearnerFactory {
  const expected = { ...checkLearnerOptions(options) } as Readonly<Record<string, unknown>>;
  const fingerprint = options.fingerprint ?? "";
  const settings = JSON.stringify(expected);
  const adopt = (sections: Sections): Learner => {
    const learner = Learner.fromSections(sections, { fingerprint, kernel });
    const { dimensions } = learner.options;
    if (dimensions !== options.dimensions)
      throw new StateError(`the state was learned in ${dimensions} dimensions, now there are ${options.dimensions}`);
    return learner;
  };
  return {
    dimensions: options.dimensions,
    fingerprint,
    kernel: kernel.arithmetic,
    settings,
    adopt,
    create: () => new Learner(options, kernel),
    restore: (sections, accepted = []) => {
      const learner = adopt(sections);
      if (accepted.includes(settings)) return learner;
      for (const [name, stored] of Object.entries(learner.options))
        if (optionText(stored) !== optionText(expected[name]))
          throw new StateError(
            `the state was learned with ${name} ${optionText(stored)}, now it is ${optionText(expected[name])}: ` +
              "restore the setting, use another app name, or begin anew with `mixtide state reset`",
          );
      return learner;
    },
  };
}
