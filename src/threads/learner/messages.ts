import type { LabelledBatch, LabellingMixture } from "../../learning/scored-batch.js";
import type { CompactParameters } from "../../mixture/mixture.js";
import { Mixture } from "../../mixture/mixture.js";
import type { LabelsAnswer, LearnerAnswer, LearnerOrder, RestAnswer } from "../../pipeline/ports/remote-learner.js";
import type { Sections } from "../../pipeline/state/digest.js";

// What travels between the pipeline's thread and the learner's: plain data, large arrays handed over and not copied.

/** What the learner's thread knows from its start. */
export interface LearnerData {
  readonly sections: Sections;
  readonly fingerprint: string;
}

/** An answer as it travels: mixtures are classes, and arrive as plain data. */
export type AnswerMessage =
  | LabelsAnswer
  | (Omit<RestAnswer, "mixture"> & { readonly mixture: CompactParameters | undefined });

/** Something to send, and the memory that goes with it. */
export interface Parcel<T> {
  readonly message: T;
  readonly transfer: ArrayBuffer[];
}

/** The sender's points are copied: it uses their memory again. */
export function packOrder(order: LearnerOrder): Parcel<LearnerOrder> {
  if (order.type !== "learn") return { message: order, transfer: [] };
  const { count, dimensions } = order.batch;
  const values = order.batch.values.slice(0, count * dimensions);
  const weights = order.batch.weights?.slice(0, count);
  const batch = { count, dimensions, values, ...(weights === undefined ? {} : { weights }) };
  return {
    message: { type: "learn", batch },
    transfer: buffersOf([values, ...(weights === undefined ? [] : [weights])]),
  };
}

/** Labels keep no more of their mixtures than which components they have. */
export function packAnswer(answer: LearnerAnswer): Parcel<LearnerAnswer> {
  if (answer.type === "rest") return { message: answer, transfer: [] };
  const scored = withoutMixtures(answer.scored);
  const { anomalyScore, component, flagged, logDensity, pValue, responsibilities } = scored;
  const columns = [anomalyScore, component, flagged, logDensity, pValue, responsibilities];
  return { message: { ...answer, scored }, transfer: buffersOf(columns) };
}

/** What {@link packAnswer} packed, as it arrives. */
export function unpackAnswer(message: AnswerMessage): LearnerAnswer {
  if (message.type === "labels") return message;
  const { mixture } = message;
  return { ...message, mixture: mixture === undefined ? undefined : new Mixture(mixture) };
}

/** From one mini-batch to the next the components are mostly the same, and travel once. */
function withoutMixtures(scored: LabelledBatch): LabelledBatch {
  let last: LabellingMixture | undefined;
  const runs = scored.runs.map((run) => {
    const { components, ids } = run.mixture;
    if (last === undefined || !sameIds(last.ids, ids)) last = { components, ids };
    return { ...run, mixture: last };
  });
  return { ...scored, runs };
}

const sameIds = (a: Int32Array, b: Int32Array): boolean => a.length === b.length && a.every((id, k) => id === b[k]);

function buffersOf(arrays: readonly (Float64Array | Int32Array | Uint8Array)[]): ArrayBuffer[] {
  return [...new Set(arrays.filter(({ length }) => length > 0).map(({ buffer }) => buffer as ArrayBuffer))];
}
