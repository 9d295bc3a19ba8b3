import type { LearnerEvent, LearnerEventKind } from "../../src/learning/learner-event.js";
import type { CommittedEvent } from "../../src/pipeline/events.js";

/** A commit of ten points in an ordinary run. */
export function committed(changes: Partial<CommittedEvent> = {}): CommittedEvent {
  return {
    type: "committed",
    unit: 7,
    inputs: [{ type: "records", partition: 0, from: 0, to: 10 }],
    records: 10,
    points: 10,
    labels: 10,
    deadLetters: 0,
    anomalies: 0,
    events: [],
    bytes: 4000,
    stateBytes: 1000,
    ms: 20,
    version: 3,
    positions: new Map([[0, 10]]),
    ends: new Map([[0, 10]]),
    model: {
      weights: [
        { id: 0, weight: 0.25 },
        { id: 4, weight: 0.75 },
      ],
      logLikelihood: { mean: -4.15, recent: -4.12 },
      step: 0.125,
      threshold: 4.75,
    },
    ...changes,
  };
}

/** Something that happened to the mixture. */
export function modelEvent(kind: LearnerEventKind, changes: Partial<LearnerEvent> = {}): LearnerEvent {
  return { kind, version: 12, points: 1300, components: [3], numbers: { gain: 0.25 }, ...changes };
}
