import { finiteOrNull } from "../../format/finite-or-null.js";
import type { Unusual } from "../view.js";
import type { LabelledPoints } from "./labelled-points.js";

/** The flagged points among labelled ones, in order. */
export function unusualIn(points: LabelledPoints, at: number): Unusual[] {
  const { dimensions: D, scored, values } = points;
  const { anomalyScore, component, explanations, first, pValue } = scored;
  const found: Unusual[] = [];
  for (const [i, { mahalanobisSquared, nearest, shares }] of explanations) {
    const id = idOf(points, i);
    found.push({
      at,
      ordinal: first + i,
      ...(id === undefined ? {} : { id }),
      values: Array.from(values.subarray(i * D, (i + 1) * D), finiteOrNull),
      component: component[i]!,
      score: anomalyScore[i]!,
      pValue: finiteOrNull(pValue[i]!),
      nearest,
      distance: Math.sqrt(mahalanobisSquared),
      shares: Array.from(shares),
    });
  }
  return found.sort((a, b) => a.ordinal - b.ordinal);
}

function idOf({ origins }: LabelledPoints, index: number): string | number | undefined {
  for (const { count, ids } of origins) {
    if (index < count) return ids[index];
    index -= count;
  }
  return undefined;
}
