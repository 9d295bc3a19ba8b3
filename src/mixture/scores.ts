import type { Expectation } from "../kernel/kernel.js";

/** Soft labels of n points under one mixture of K components. */
export interface Scores extends Expectation {
  readonly count: number;
  readonly components: number;
  readonly mahalanobis: Float64Array;
  /** n ids of the most responsible component. */
  readonly component: Int32Array;
  /** n anomaly scores, see {@link massDepth}. */
  readonly anomalyScore: Float64Array;
}

export function emptyScores(count: number, components: number): Scores {
  return {
    count,
    components,
    responsibilities: new Float64Array(count * components),
    logDensity: new Float64Array(count),
    mahalanobis: new Float64Array(count * components),
    component: new Int32Array(count),
    anomalyScore: new Float64Array(count),
  };
}
