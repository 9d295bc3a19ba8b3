import type { Explanation } from "./explanation.js";
import { LEAST_SHARE } from "./least-share.js";

/** Why a point is as unusual as it is, as labels tell it. */
export interface Reasons {
  /** Share of the squared distance by feature; small ones are left out. */
  readonly why: Record<string, number>;
  /** The nearest component, how many standard deviations away, and the logarithm of the χ² tail out there. */
  readonly nearest: { readonly component: number; readonly distance: number; readonly logPValue: number };
}

/** @param names of the coordinates; those that have none are called x1, x2, … */
export function reasonsOf(explanation: Explanation, names: readonly string[] = []): Reasons {
  const { logPValue, mahalanobisSquared, nearest, shares } = explanation;
  const named = Array.from(shares, (share, j): [string, number] => [names[j] ?? `x${j + 1}`, share]);
  return {
    why: Object.fromEntries(named.filter(([, share]) => share >= LEAST_SHARE)),
    nearest: { component: nearest, distance: Math.sqrt(mahalanobisSquared), logPValue },
  };
}
