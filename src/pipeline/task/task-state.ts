import type { LearnerAtRest, StreamLearner } from "../ports/learner.js";
import type { Ledger } from "../state/changes.js";
import type { Sections } from "../state/digest.js";
import type { Promotion } from "../state/manifest.js";
import type { PendingEvents } from "../state/pending-events.js";
import type { PendingOrigins } from "../state/pending-origins.js";

/** Where a task works. */
export interface Site {
  readonly clusterId: string;
  readonly deadLetterPartitions: number;
}

/** A state as it was found. */
export interface RestoredTask {
  readonly state: OpenedState;
  /** Who wrote it. */
  readonly client: string;
  readonly bytes: number;
}

/** Sections that stay as they are, with their digests: the model that a promotion replaced. */
export interface KeptSections {
  readonly sections: Sections;
  readonly digests: ReadonlyMap<string, string>;
}

export const NOTHING_KEPT: KeptSections = { sections: new Map(), digests: new Map() };

/** What a task knows; it dies with the task, since everything that matters was committed. */
export interface TaskState extends Site {
  readonly learner: LearnerAtRest;
  readonly pending: PendingOrigins;
  /** Next offset to accept, by input partition: ahead of what is learned, which is ahead of what is committed. */
  readonly accepted: Map<number, number>;
  /** Next offset to learn, by input partition. */
  readonly learned: Map<number, number>;
  /** Log ends as last seen, for telemetry. */
  readonly ends: Map<number, number>;
  /** What the state topic holds once the units under way are committed. */
  ledger: Ledger;
  manifestParts: number;
  /** The last unit that was closed. */
  unit: number;
  deadLetters: number;
  skipped: number;
  published: { readonly version: number; readonly points: number } | null;
  /** What has happened to the mixture since then. */
  events: PendingEvents;
  readonly promotion: Promotion | null;
  readonly kept: KeptSections;
}

/** The state of a task as it is opened, with the learner itself. */
export interface OpenedState extends TaskState {
  readonly learner: StreamLearner;
}
