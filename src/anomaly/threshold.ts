import { type Calibration, HALF_WINDOW } from "./calibration.js";

/**
 * From where on a point is flagged.
 *
 * - `rate`: about this share of all points, "1 in 1,000" = .001, whatever the scores look like: a promise about the
 *   stream. While nothing changes, as many points have a p-value ≤ the rate, and those are flagged.
 * - `pValue`: points whose p-value is ≤ this one: a promise about each point, which holds in a burst of anomalies too.
 *   The comparison is the same; the two differ in what they say to whoever reads them.
 * - `score`: points whose anomaly score is ≥ this one, in nats, whatever p-value they have or have not.
 */
export type Threshold = { readonly rate: number } | { readonly pValue: number } | { readonly score: number };

/** 1 in 1,000. */
export const DEFAULT_THRESHOLD: Threshold = { rate: 0.001 };

/** Smallest p-value of a window that has just turned: (1 + 0)/(5,000 + 1). */
const SMALLEST = 1 / (HALF_WINDOW + 1);

/**
 * Checks a threshold; returns it, or the default for none.
 *
 * @throws RangeError when a rate or p-value is not below 1 or smaller than the window resolves (1 in 5,001), when a
 *   score is NaN, or when there is not exactly one of the three.
 */
export function checkThreshold(threshold: Threshold = DEFAULT_THRESHOLD): Threshold {
  const names = Object.keys(threshold);
  if (names.length !== 1 || !["rate", "pValue", "score"].includes(names[0]!))
    throw new RangeError(
      `a threshold has exactly one of rate, pValue and score; got ${names.join(", ") || "none"}: use { rate: 0.001 }`,
    );
  if ("rate" in threshold) checkShare("rate", threshold.rate);
  else if ("pValue" in threshold) checkShare("p-value", threshold.pValue);
  else if (!Number.isFinite(threshold.score))
    throw new RangeError(
      `a score to flag from is a finite number; got ${threshold.score}: use { rate } if none is known`,
    );
  return threshold;
}

/**
 * True when a point is to be flagged.
 *
 * @param threshold one that {@link checkThreshold} has let pass.
 * @param pValue NaN, as before calibration, is beyond no rate and no p-value.
 * @example
 * isFlagged({ rate: 0.001 }, 0.0005, 17); // true
 */
export function isFlagged(threshold: Threshold, pValue: number, score: number): boolean {
  if ("score" in threshold) return score >= threshold.score;
  return pValue <= ("rate" in threshold ? threshold.rate : threshold.pValue);
}

/**
 * A threshold in the units of the scores: the smallest score that is flagged as long as the calibration stays as it is.
 * A search of 65 questions, so not for every point.
 *
 * @returns NaN while no score would be flagged, as before a rate or a p-value has its calibration.
 * @example
 * flaggedFrom({ score: 4 }, calibration); // 4
 */
export function flaggedFrom(threshold: Threshold, calibration: Pick<Calibration, "scoreAt">): number {
  if ("score" in threshold) return threshold.score;
  return calibration.scoreAt("rate" in threshold ? threshold.rate : threshold.pValue);
}

function checkShare(name: string, share: number): void {
  if (!(typeof share === "number" && share > 0 && share < 1))
    throw new RangeError(`a ${name} to flag from lies between 0 and 1; got ${share}: use 0.001 for 1 in 1,000`);
  if (share < SMALLEST)
    throw new RangeError(
      `a ${name} of ${share} is below 1 in ${HALF_WINDOW + 1}, the smallest p-value that ${HALF_WINDOW} scores give, ` +
        "and would flag nothing: use 0.001 or more, or { score }",
    );
}
