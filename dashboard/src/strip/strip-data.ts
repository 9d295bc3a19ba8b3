import { computed } from "@preact/signals";
import type { Moment } from "../../../src/live/view.js";
import { moments } from "../state/live-state.js";
import { timeAxis } from "../state/view-state.js";
import { speedsOf } from "./speeds.js";

/** What the time strip draws, column by column; null = nothing at that moment. */
export interface StripData {
  /** s since 1970, or points learned. */
  readonly x: readonly number[];
  readonly moments: readonly Moment[];
  readonly recent: readonly (number | null)[];
  readonly mean: readonly (number | null)[];
  readonly score: readonly (number | null)[];
  readonly threshold: readonly (number | null)[];
  /** Scores of moments in which points were flagged. */
  readonly flagged: readonly (number | null)[];
  /** Points a second, over the last second or longer. */
  readonly throughput: readonly (number | null)[];
  /** By component id, in the order of ids. */
  readonly weights: ReadonlyMap<number, readonly (number | null)[]>;
  /** By partition. */
  readonly lag: ReadonlyMap<number, readonly (number | null)[]>;
}

/** The moments as columns. Over points, moments in which nothing was learned fall together: only the last stays. */
export const stripData = computed<StripData>(() => {
  const byPoints = timeAxis.value === "points";
  const all = moments.value;
  const shown = (_: unknown, i: number): boolean => !byPoints || all[i]!.learned !== all[i + 1]?.learned;
  const list = all.filter(shown);
  return {
    x: list.map(({ at, learned }) => (byPoints ? learned : at / 1000)),
    moments: list,
    recent: list.map(({ recent }) => recent),
    mean: list.map(({ mean }) => mean),
    score: list.map(({ score }) => score),
    threshold: list.map(({ threshold }) => threshold),
    flagged: list.map(({ flagged, score }) => (flagged > 0 ? score : null)),
    throughput: speedsOf(all).filter(shown),
    weights: weightsOf(list),
    lag: columnsOf(list, ({ lag }) => lag),
  };
});

/** A component that is not there has no weight; before there is a mixture, nobody has. */
function weightsOf(list: readonly Moment[]): Map<number, (number | null)[]> {
  const columns = columnsOf(list, ({ weights }) => weights);
  for (const column of columns.values())
    for (let i = 0; i < column.length; i++) if (list[i]!.weights.length > 0) column[i] ??= 0;
  return columns;
}

function columnsOf(
  list: readonly Moment[],
  of: (moment: Moment) => readonly (readonly [number, number])[],
): Map<number, (number | null)[]> {
  const keys = new Set<number>();
  for (const moment of list) for (const [key] of of(moment)) keys.add(key);
  const columns = new Map<number, (number | null)[]>();
  for (const key of [...keys].sort((a, b) => a - b)) columns.set(key, new Array<number | null>(list.length).fill(null));
  list.forEach((moment, i) => {
    for (const [key, value] of of(moment)) columns.get(key)![i] = value;
  });
  return columns;
}
