import type { Explanation } from "../anomaly/explanation.js";
import { reasonsOf } from "../anomaly/reasons.js";
import type { Mixture } from "../mixture/mixture.js";
import { LEAST_RESPONSIBILITY, responsibilitiesOf } from "../mixture/responsibilities-of.js";
import type { SoftLabel } from "./labelled.js";

/** The columns of `Scores`, and those that only a `ScoredBatch` has. */
interface LabelColumns {
  readonly component: Int32Array;
  readonly logDensity: Float64Array;
  readonly anomalyScore: Float64Array;
  readonly responsibilities: Float64Array;
  readonly pValue?: Float64Array;
  readonly flagged?: Uint8Array;
  readonly explanations?: ReadonlyMap<number, Explanation>;
}

/** Which mixture labelled a row, and what is said about it. */
export interface LabelledBy {
  readonly mixture: Mixture;
  readonly version: number;
  readonly warmup: boolean;
}

/** How labels are made. */
export interface LabelStyle {
  /** Responsibilities below it are left out. */
  readonly minimum: number;
  /** Names of the features; those that have none are called x1, x2, … */
  readonly names?: readonly string[] | undefined;
}

/**
 * The soft label of row `i`.
 *
 * @param offset where the row's K responsibilities begin.
 */
export function labelOf(
  columns: LabelColumns,
  i: number,
  offset: number,
  by: LabelledBy,
  style: LabelStyle,
): SoftLabel {
  return {
    version: by.version,
    component: columns.component[i]!,
    responsibilities: responsibilitiesOf(columns.responsibilities, offset, by.mixture.ids, style.minimum),
    logDensity: columns.logDensity[i]!,
    anomaly: anomalyOf(columns, i, style.names),
    ...(by.warmup && { warmup: true }),
  };
}

function anomalyOf(columns: LabelColumns, i: number, names: LabelStyle["names"]): SoftLabel["anomaly"] {
  const score = columns.anomalyScore[i]!;
  const pValue = columns.pValue?.[i] ?? Number.NaN;
  const flagged = columns.flagged?.[i] === 1;
  if (!flagged) return Number.isNaN(pValue) ? { score } : { score, pValue, flagged };
  const known = Number.isNaN(pValue) ? { score, flagged } : { score, pValue, flagged };
  const explanation = columns.explanations?.get(i);
  return explanation === undefined ? known : { ...known, ...reasonsOf(explanation, names) };
}

/** @throws RangeError when it is not a share. */
export function checkMinimum(minimum = LEAST_RESPONSIBILITY): number {
  if (!(minimum >= 0 && minimum <= 1))
    throw new RangeError(`minimum is ${minimum}: it must be a share, 0 ≤ minimum ≤ 1`);
  return minimum;
}
