import type { Expectation } from "../kernel/kernel.js";

/** Soft labels of n points under one mixture of K components. */
export interface Scores extends Expectation {
  readonly count: number;
  readonly components: number;
  readonly depth: Float64Array;
  /** n ids of the most responsible component. */
  readonly component: Int32Array;
  /** n anomaly scores: the depths, see {@link massDepth}. */
  readonly anomalyScore: Float64Array;
}

/** The same with squared distances to every component. */
export interface ScoresWithDistances extends Scores {
  readonly mahalanobis: Float64Array;
}

export function emptyScores(count: number, components: number): Scores {
  const depth = new Float64Array(count);
  return {
    count,
    components,
    responsibilities: new Float64Array(count * components),
    logDensity: new Float64Array(count),
    component: new Int32Array(count),
    depth,
    anomalyScore: depth,
  };
}
