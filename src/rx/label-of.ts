import type { Mixture } from "../mixture/mixture.js";
import type { SoftLabel } from "./labelled.js";

/** Responsibilities below it are left out of labels, as in label records. */
export const DEFAULT_MINIMUM = 0.001;

/** The columns that `Scores` and `ScoredBatch` have in common. */
interface LabelColumns {
  readonly component: Int32Array;
  readonly logDensity: Float64Array;
  readonly anomalyScore: Float64Array;
  readonly responsibilities: Float64Array;
}

/** Which mixture labelled a row, and what is said about it. */
export interface LabelledBy {
  readonly mixture: Mixture;
  readonly version: number;
  readonly warmup: boolean;
}

/**
 * The soft label of row `i`.
 *
 * @param offset where the row's K responsibilities begin.
 * @param minimum responsibilities below it are left out.
 */
export function labelOf(columns: LabelColumns, i: number, offset: number, by: LabelledBy, minimum: number): SoftLabel {
  const { ids } = by.mixture;
  const responsibilities: Record<string, number> = {};
  for (let k = 0; k < ids.length; k++) {
    const share = columns.responsibilities[offset + k]!;
    if (share >= minimum) responsibilities[ids[k]!] = share;
  }
  return {
    version: by.version,
    component: columns.component[i]!,
    responsibilities,
    logDensity: columns.logDensity[i]!,
    anomaly: { score: columns.anomalyScore[i]! },
    ...(by.warmup && { warmup: true }),
  };
}

/** @throws RangeError when it is not a share. */
export function checkMinimum(minimum = DEFAULT_MINIMUM): number {
  if (!(minimum >= 0 && minimum <= 1))
    throw new RangeError(`minimum is ${minimum}: it must be a share, 0 ≤ minimum ≤ 1`);
  return minimum;
}
