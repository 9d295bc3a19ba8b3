/** A rise or fall of a stream's mean, as a detector sees it. */
export interface Change {
  /** Estimated number of values since the change began, ≥ 1, the newest included. */
  readonly since: number;
  /** Mean since the change less the mean before, in the unit of the values. */
  readonly rise: number;
}
