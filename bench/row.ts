/** One measurement; what does not apply is absent. */
export interface Row {
  /** Suite: `kernel`, `learner` or `step`. */
  readonly name: string;
  readonly d: number;
  readonly k: number;
  readonly covariance: string;
  readonly data: string;
  readonly implementation: string;
  /** What was timed, in the suite `step`. */
  readonly step?: string;
  readonly points_per_second: number;
  readonly microseconds_per_point: number;
  readonly mean_log_likelihood?: number;
}

/** Sizes of a run: full for figures, tiny for the test that the benchmark still works. */
export interface Effort {
  readonly points: number;
  readonly runs: number;
}

export function speed(points: number, seconds: number): Pick<Row, "points_per_second" | "microseconds_per_point"> {
  return { points_per_second: Math.round(points / seconds), microseconds_per_point: (seconds / points) * 1e6 };
}
