/** How well one implementation found the anomalies of one data set in one order; what does not apply is absent. */
export interface Row {
  readonly data: string;
  /** Seed of the order of the points. */
  readonly shuffle: number;
  /** Ours (`mixtide`), a baseline (`plain`, `floor`, `k1`), or the name of a peer. */
  readonly implementation: string;
  /** Of a peer. */
  readonly version?: string;
  readonly auc: number;
  readonly average_precision: number;
  /** Points scored: all but those of the warm-up. */
  readonly points: number;
  /** How many of them are anomalies. */
  readonly anomalies: number;
  readonly features: number;
  /** Scoring and learning them, processor time, one thread. */
  readonly points_per_second?: number;
  /** The same of all points, warm-up included. */
  readonly points_per_second_with_warmup?: number;
  /** The same of the second half of all points. */
  readonly points_per_second_later?: number;
  readonly mean_log_likelihood?: number;
}
