import { computed } from "@preact/signals";
import { points, pointsTotal } from "./live-state.js";

/** From this responsibility on a point belongs clearly to one component. */
export const CLEARLY = 0.9;
/** Points that are looked at, the newest. */
const WINDOW = 10_000;

export interface Sureness {
  /** Points that were looked at. */
  readonly count: number;
  /** Share of them that belong clearly to one component. */
  readonly clear: number;
  /** Mean responsibility of the points of a component, and their number. */
  readonly of: ReadonlyMap<number, { readonly mean: number; readonly count: number }>;
}

/** How sure the labels of the newest points are. */
export const sureness = computed<Sureness>(() => {
  pointsTotal.value;
  const store = points.value;
  const count = Math.min(WINDOW, store?.count ?? 0);
  const sums = new Map<number, { sum: number; count: number }>();
  let clear = 0;
  for (let i = 0; i < count; i++) {
    const r = store!.row(store!.count - 1 - i);
    const share = store!.sureness[r]! / 255;
    if (share >= CLEARLY) clear++;
    const one = sums.get(store!.components[r]!) ?? { sum: 0, count: 0 };
    one.sum += share;
    one.count++;
    sums.set(store!.components[r]!, one);
  }
  const of = new Map([...sums].map(([id, one]) => [id, { mean: one.sum / one.count, count: one.count }]));
  return { count, clear: count === 0 ? 0 : clear / count, of };
});
