import type { Snapshot } from "../format/records.js";

/** What viewers are told, as JSON. Times are ms since 1970, numbers that do not exist are null. */

/** What the pipeline is doing. */
export type PhaseName =
  | "connecting"
  | "standing by"
  | "restoring"
  | "warming up"
  | "busy"
  | "idle"
  | "behind"
  | "blocked"
  | "fenced"
  | "retrying"
  | "ended"
  | "failed";

export interface Phase {
  readonly name: PhaseName;
  /** The reason, for people. */
  readonly why?: string;
  /** While warming up: points so far, of how many. */
  readonly points?: number;
  readonly of?: number;
}

/** Since the process began. */
export interface Totals {
  readonly records: number;
  readonly labels: number;
  readonly deadLetters: number;
  readonly anomalies: number;
  /** Points ever learned by the model; of its version. */
  readonly learned: number;
  readonly version: number;
}

/** Figures of a commit, or of several that follow each other. */
export interface Moment {
  /** When the last of them was through. */
  readonly at: number;
  /** Seconds since the moment before. */
  readonly seconds: number;
  /** Points that the model has learned by then, and its version. */
  readonly learned: number;
  readonly version: number;
  /** Points learned, labels given and records refused in it. */
  readonly points: number;
  readonly labels: number;
  readonly deadLetters: number;
  readonly flagged: number;
  /** Prequential, nats a point; over all points, and over about the last thousand. */
  readonly mean: number | null;
  readonly recent: number | null;
  /** Largest anomaly score in it. */
  readonly score: number | null;
  /** Anomaly score from which the next point will be flagged; null = none would be. */
  readonly threshold: number | null;
  /** Component id and weight. */
  readonly weights: readonly (readonly [number, number])[];
  /** Partition and records behind. */
  readonly lag: readonly (readonly [number, number])[];
  /** ms that the slowest commit took. */
  readonly commit: number;
}

/** Something that happened to the mixture or to the pipeline. */
export interface Happening {
  readonly at: number;
  /** A {@link LearnerEventKind}, or one of the pipeline's: restored, retrying, fenced, skipped, ready. */
  readonly kind: string;
  readonly learned: number;
  readonly version?: number;
  readonly components?: readonly number[];
  readonly numbers?: Readonly<Record<string, number>>;
  readonly detector?: string;
  readonly why?: string;
}

/** A point that was flagged, and why. */
export interface Unusual {
  readonly at: number;
  readonly ordinal: number;
  readonly id?: string | number;
  readonly values: readonly (number | null)[];
  readonly component: number;
  readonly score: number;
  readonly pValue: number | null;
  /** Component nearest to it, and how many standard deviations away. */
  readonly nearest: number;
  readonly distance: number;
  /** D shares of the squared distance. */
  readonly shares: readonly number[];
}

/** A snapshot that can be asked for. */
export interface SnapshotEntry {
  readonly version: number;
  readonly learned: number;
  readonly at: number;
}

/** What does not change while a process runs. */
export interface Subject {
  readonly app: string;
  readonly input: string;
  /** D names of the coordinates. */
  readonly features: readonly string[];
  /** Mixtide's own version. */
  readonly release: string;
  /** Points that are kept at most. */
  readonly capacity: number;
  readonly threshold: Readonly<Record<string, number>>;
}

/** What a viewer begins with; the points that are kept follow. */
export interface Beginning extends Tick {
  readonly subject: Subject;
}

/** What is new since the tick before; the points among it follow. */
export interface Tick {
  readonly now: number;
  readonly phase: Phase;
  readonly totals: Totals;
  readonly moments: readonly Moment[];
  readonly happenings: readonly Happening[];
  readonly unusual: readonly Unusual[];
  readonly snapshots: readonly SnapshotEntry[];
  /** The newest, if it is new. */
  readonly snapshot: Snapshot | null;
}
