import type { Mixture } from "../../mixture/mixture.js";

/** A component of one mixture, and the component of another in which its mean lies deepest. */
export interface Counterpart {
  readonly id: number;
  readonly weight: number;
  readonly nearest: number;
  /** Mahalanobis distance of its mean under the other component: in that one's standard deviations. */
  readonly distance: number;
}

/** For each component of `b`, heaviest first, the nearest of `a`: mixtures learned apart share no ids. */
export function counterparts(a: Mixture, b: Mixture): Counterpart[] {
  const points = { count: b.components, dimensions: b.dimensions, values: b.means };
  const { mahalanobis } = a.score(points);
  const found = Array.from({ length: b.components }, (_, k) => {
    const row = mahalanobis.subarray(k * a.components, (k + 1) * a.components);
    const nearest = row.indexOf(Math.min(...row));
    return { id: b.ids[k]!, weight: b.weights[k]!, nearest: a.ids[nearest]!, distance: Math.sqrt(row[nearest]!) };
  });
  return found.sort((p, q) => q.weight - p.weight || p.id - q.id);
}
