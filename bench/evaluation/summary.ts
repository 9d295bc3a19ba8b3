import { median } from "../measure.js";
import type { Row } from "./row.js";

/** What the orders of one data set came to together, for one implementation. */
export interface Summary {
  readonly implementation: string;
  readonly version: string | undefined;
  readonly auc: Spread;
  readonly averagePrecision: Spread;
  /** Medians; of the first order nothing is taken, in which code is still being compiled. */
  readonly pointsPerSecond: number | undefined;
  readonly pointsPerSecondWithWarmup: number | undefined;
  readonly pointsPerSecondLater: number | undefined;
}

export interface Spread {
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
}

/** One summary an implementation, in the order of the rows. */
export function summaries(rows: readonly Row[]): Summary[] {
  return [...new Set(rows.map((row) => row.implementation))].map((implementation) => {
    const own = rows.filter((row) => row.implementation === implementation);
    const warm = own.length > 1 ? own.slice(1) : own;
    return {
      implementation,
      version: own[0]!.version,
      auc: spread(own.map((row) => row.auc)),
      averagePrecision: spread(own.map((row) => row.average_precision)),
      pointsPerSecond: medianOf(warm.map((row) => row.points_per_second)),
      pointsPerSecondWithWarmup: medianOf(warm.map((row) => row.points_per_second_with_warmup)),
      pointsPerSecondLater: medianOf(warm.map((row) => row.points_per_second_later)),
    };
  });
}

function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, lowest: Math.min(...values), highest: Math.max(...values) };
}

function medianOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : median(known);
}
