import type { Explanation } from "../anomaly/explanation.js";
import { LEAST_SHARE } from "../format/least-share.js";
import type { Mixture } from "../mixture/mixture.js";
import type { SoftLabel } from "./labelled.js";

/** Responsibilities below it are left out of labels, as in label records. */
export const DEFAULT_MINIMUM = 0.001;

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
  const { ids } = by.mixture;
  const responsibilities: Record<string, number> = {};
  for (let k = 0; k < ids.length; k++) {
    const share = columns.responsibilities[offset + k]!;
    if (share >= style.minimum) responsibilities[ids[k]!] = share;
  }
  return {
    version: by.version,
    component: columns.component[i]!,
    responsibilities,
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
  if (explanation === undefined) return known;
  const { logPValue, mahalanobisSquared, nearest: component } = explanation;
  const nearest = { component, distance: Math.sqrt(mahalanobisSquared), logPValue };
  return { ...known, why: whyOf(explanation, names), nearest };
}

function whyOf({ shares }: Explanation, names: LabelStyle["names"] = []): Record<string, number> {
  const named = Array.from(shares, (share, j): [string, number] => [names[j] ?? `x${j + 1}`, share]);
  return Object.fromEntries(named.filter(([, share]) => share >= LEAST_SHARE));
}

/** @throws RangeError when it is not a share. */
export function checkMinimum(minimum = DEFAULT_MINIMUM): number {
  if (!(minimum >= 0 && minimum <= 1))
    throw new RangeError(`minimum is ${minimum}: it must be a share, 0 ≤ minimum ≤ 1`);
  return minimum;
}
