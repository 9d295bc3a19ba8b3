import type { LearnerEvent } from "../learning/learner-event.js";
import type { LabelledBatch } from "../learning/scored-batch.js";
import { flaggedIn } from "./flagged.js";
import type { LabelRange } from "./label-encoder.js";

/** Which alerts are wanted. */
export interface AlertKinds {
  /** Flagged points. */
  readonly anomalies: boolean;
  /** Changes of the stream. */
  readonly drift: boolean;
}

/** Something in a batch that asks for attention. */
export interface AlertAt {
  /** The label that is flagged, or at whose point the drift was noticed. */
  readonly label: number;
  /** Absent = the point is flagged. */
  readonly drift?: LearnerEvent;
}

/** The alerts of a range of labels in the order of its points; a drift comes behind the point at which it was noticed. */
export function alertsIn({ count, from, scored }: LabelRange, { anomalies, drift }: AlertKinds): AlertAt[] {
  const to = from + count;
  const flagged: AlertAt[] = anomalies ? flaggedIn(scored, from, to).map((label) => ({ label })) : [];
  const changes = (drift ? driftsIn(scored) : [])
    .map((event) => ({ label: labelOf(event, scored), drift: event }))
    .filter(({ label }) => label >= from && label < to);
  return changes.length === 0 ? flagged : [...flagged, ...changes].sort((a, b) => a.label - b.label);
}

/** Drifts that were noticed at no point of the batch: the stream paused, and a flush let the learner look. */
export function driftsBetweenPoints(scored: LabelledBatch): LearnerEvent[] {
  return driftsIn(scored).filter((event) => {
    const label = labelOf(event, scored);
    return label < 0 || label >= scored.count;
  });
}

const driftsIn = ({ events }: LabelledBatch): LearnerEvent[] => events.filter(({ kind }) => kind === "drift");

/** Label of the newest point that the learner had when it happened. */
const labelOf = ({ points }: LearnerEvent, { first }: LabelledBatch): number => points - 1 - first;
