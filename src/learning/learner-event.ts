/** What can happen to the components of a mixture, or to the mixture as a whole, in a stream. */
export type LearnerEventKind =
  /** The stream has changed: a detector fired, and a mixture of what came since competes from now on. */
  | "drift"
  /** The competitor won and has taken over. */
  | "replacement"
  /** The competitor did not win: the mixture stays. */
  | "dismissal"
  /** A component appeared, vanished, fell into two, or took another in. */
  | "birth"
  | "death"
  | "split"
  | "merge"
  /** A component that had lost its points began anew elsewhere, under a new id. */
  | "respawn"
  /** Weights were set to what recent points say. */
  | "reweight";

/** What noticed a change: a rise of the scores, or points beyond every component that are many. */
export type Detector = "adwin" | "page-hinkley" | "outlying";

/** Something that happened while points were learned; plain data, the same in every replay. */
export interface LearnerEvent {
  readonly kind: LearnerEventKind;
  /** Version of the mixture right after it. */
  readonly version: number;
  /** Number of points given to the learner when it happened. */
  readonly points: number;
  /** Ids of the components concerned: before, then after, for a split or a merge. */
  readonly components: readonly number[];
  /** Figures that led to it, such as `gain` in nats a point. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Which detector noticed it, of a drift. */
  readonly detector?: Detector;
}
