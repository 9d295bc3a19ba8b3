/** What a learner is doing. */
export type LearnerStatus =
  | { readonly phase: "warming up"; readonly points: number; readonly of: number }
  | { readonly phase: "learning"; readonly version: number };

/** What is known of a learner after each batch. */
export interface LearnerFigures {
  readonly version: number;
  readonly points: number;
  readonly pending: number;
  /** The first component id that was never used. */
  readonly nextComponent: number;
  readonly status: LearnerStatus;
  readonly logLikelihood: { readonly mean: number; readonly recent: number };
  /** γ of the next M-step; NaN while warming up. */
  readonly step: number;
}
