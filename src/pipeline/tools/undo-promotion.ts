import { transplant } from "../../learning/transplant.js";
import { RefusedError } from "../errors.js";
import { combinedDigest, digestsOf } from "../state/digest.js";
import { replacedLearner } from "../state/section-names.js";
import { type Replacement, type ReplaceOptions, replaceModel } from "./replace-model.js";

/**
 * Puts back the model that the last promotion replaced, as it was then: what was labelled since, it has not learned.
 * Its components have their old ids; versions go on counting.
 *
 * @throws RefusedError when no promotion is in effect.
 */
export async function undoPromotion(options: ReplaceOptions): Promise<Replacement> {
  const done = await replaceModel(options, ({ kept, learner, promotion, unit }) => {
    if (promotion === null || promotion.model === null || kept.sections.size === 0)
      throw new RefusedError(`${options.app} goes on with its own model: there is no promotion to undo`);
    const sections = replacedLearner(kept.sections);
    const { version } = options.learners.adopt(sections);
    const nextId = Math.max(promotion.nextComponent, learner.nextComponent);
    const place = { points: learner.points, version: learner.version + 1, nextId };
    return {
      learner: options.learners.adopt(transplant(sections, place)),
      input: { app: options.app, undo: true, unit, version, digest: combinedDigest(digestsOf(sections)) },
      model: null,
      nextComponent: nextId,
      keep: false,
    };
  });
  return done!;
}
