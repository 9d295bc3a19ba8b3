/** One measurement; what does not apply is absent. */
export interface Row {
  /** Suite: `kernel`, `part`, `step` or `pipeline`. */
  readonly name: string;
  readonly d: number;
  readonly k: number;
  readonly covariance: string;
  readonly data: string;
  /** Ours (`reference`, `wasm`, `mixtide`) or the name of a peer. */
  readonly implementation: string;
  /** Whether components that are far away are left out early; only for our kernels. */
  readonly pruning?: boolean;
  /** What was timed, in the suites `part` and `step`. */
  readonly step?: string;
  /** Of the messages, in the suite `pipeline`. */
  readonly format?: "json" | "packed";
  /** Of a peer. */
  readonly version?: string;
  readonly points_per_second: number;
  readonly microseconds_per_point: number;
  /** Of the whole process, all its threads, in the suite `pipeline`. */
  readonly processor_microseconds_per_point?: number;
  /** By what an implementation itself computed, nats a point. */
  readonly mean_log_likelihood?: number;
  /** In the suite `part`. */
  readonly multiply_adds_per_second?: number;
}

/** Sizes of a run: full for figures, tiny for the test that the benchmark still works. */
export interface Effort {
  /** Points times features, so that all shapes take up as much memory. */
  readonly coordinates: number;
  readonly runs: number;
  /** Processor seconds that a turn takes at least: short passes are repeated within it. */
  readonly turnSeconds: number;
}

export function speed(points: number, seconds: number): Pick<Row, "points_per_second" | "microseconds_per_point"> {
  return { points_per_second: Math.round(points / seconds), microseconds_per_point: (seconds / points) * 1e6 };
}
