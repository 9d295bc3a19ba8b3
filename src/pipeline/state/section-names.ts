import type { Sections } from "./digest.js";
import { MANIFEST } from "./manifest.js";
import { isPending } from "./pending-origins.js";

/** Sections of the model that a promotion replaced. */
const UNDO = "undo/";

/** Whether a section belongs to the learner that is at work: its digest is what the journal holds. */
export const isOfLearner = (name: string): boolean => name !== MANIFEST && !isPending(name) && !name.startsWith(UNDO);

/** The sections of the learner that is at work, of a whole state. */
export const ofLearner = (sections: Sections): Map<string, Uint8Array> =>
  new Map([...sections].filter(([name]) => isOfLearner(name)));

/** A replaced learner's sections under the names under which they are kept. */
export const keptAs = (learner: Sections): Map<string, Uint8Array> =>
  new Map([...learner].map(([name, bytes]) => [UNDO + name, bytes]));

/** Of a whole state, what is kept of a replaced learner, under its names in the state. */
export const keptIn = (sections: Sections): Map<string, Uint8Array> =>
  new Map([...sections].filter(([name]) => name.startsWith(UNDO)));

/** The inverse of {@link keptAs}. */
export const replacedLearner = (kept: Sections): Map<string, Uint8Array> =>
  new Map([...kept].map(([name, bytes]) => [name.slice(UNDO.length), bytes]));
