import { rowsOf, rowsWhere, type ScoredPoints } from "./scored-points.js";

/** .999 quantile of the standard normal distribution. */
const QUANTILE = 3.0902;

/** Points that lie where no component accounts for them. */
export function strays(points: ScoredPoints): ScoredPoints {
  return rowsOf(
    points,
    rowsWhere(points, (i) => isStray(points, i)),
  );
}

/** All the others. */
export function withoutStrays(points: ScoredPoints): ScoredPoints {
  return rowsOf(
    points,
    rowsWhere(points, (i) => !isStray(points, i)),
  );
}

/**
 * Whether a point is further from all components than 1 in 1,000 of their own: M² of d observed features against the
 * χ²_d quantile, d (1 − 2/(9d) + z √(2/(9d)))³ (Wilson & Hilferty 1931).
 */
export function isStray({ batch, nearest }: ScoredPoints, i: number): boolean {
  let observed = 0;
  for (let e = i * batch.dimensions; e < (i + 1) * batch.dimensions; e++)
    if (!Number.isNaN(batch.values[e]!)) observed++;
  if (observed === 0) return false;
  const spread = 2 / (9 * observed);
  const root = 1 - spread + QUANTILE * Math.sqrt(spread);
  return nearest[i]! > observed * root * root * root;
}
