import type { Row } from "../row.js";
import { type Summary, summaries } from "../summary.js";

/** What one data set is, and how everybody did on it. */
export interface SetResult extends Pick<Row, "data" | "points" | "anomalies" | "features"> {
  /** In the order of the rows. */
  readonly summaries: readonly Summary[];
}

/** How one implementation did on all sets together. */
export interface Standing {
  readonly implementation: string;
  /** Means over the sets of the means over their orders. */
  readonly auc: number;
  readonly averagePrecision: number;
  /** Sets on which ours is better, those on which both are equal left out. */
  readonly oursBetter: { readonly auc: number; readonly averagePrecision: number };
}

/** One result a data set; of the orders the first tells how many points were scored. */
export function setResults(rows: readonly Row[]): SetResult[] {
  return [...new Set(rows.map((row) => row.data))].map((data) => {
    const own = rows.filter((row) => row.data === data);
    const { points, anomalies, features } = own[0]!;
    return { data, points, anomalies, features, summaries: summaries(own) };
  });
}

/** @param ours the implementation that the others are compared with; it must be there. */
export function standings(results: readonly SetResult[], ours: string): Standing[] {
  const names = results[0]?.summaries.map(({ implementation }) => implementation) ?? [];
  return names.map((implementation) => {
    const pairs = results.map((result) => [summaryOf(result, ours), summaryOf(result, implementation)] as const);
    const meanOf = (of: (summary: Summary) => number) =>
      pairs.reduce((sum, [, other]) => sum + of(other), 0) / pairs.length;
    const better = (of: (summary: Summary) => number) => pairs.filter(([own, other]) => of(own) > of(other)).length;
    return {
      implementation,
      auc: meanOf(auc),
      averagePrecision: meanOf(averagePrecision),
      oursBetter: { auc: better(auc), averagePrecision: better(averagePrecision) },
    };
  });
}

export function summaryOf({ data, summaries }: SetResult, implementation: string): Summary {
  const found = summaries.find((summary) => summary.implementation === implementation);
  if (found === undefined) throw new Error(`${implementation} did not score ${data}`);
  return found;
}

const auc = (summary: Summary): number => summary.auc.mean;
const averagePrecision = (summary: Summary): number => summary.averagePrecision.mean;
