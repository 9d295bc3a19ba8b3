import { type LabelledPoints, labelledPoints, type Question } from "../../src/evaluation/labelled-points.js";
import { table } from "../../test/support/data.js";

/** Points in data/ whose anomalies are known. */
export interface DataSet extends Pick<Question, "positive" | "drop"> {
  readonly name: "shuttle" | "satellite";
}

/** What counts as an anomaly in them is told by data/README.md. */
export const DATA_SETS: readonly DataSet[] = [
  { name: "shuttle", positive: ["Bypass", "Fpv.Open", "Fpv.Close", "Bpv.Open", "Bpv.Close"], drop: ["High"] },
  { name: "satellite", positive: ["cotton crop", "damp grey soil", "vegetation stubble"] },
];

/**
 * A data set in random order.
 *
 * @param most points at the front that are kept.
 */
export function shuffled({ name, ...question }: DataSet, shuffle: number, most: number): LabelledPoints {
  const { points: all, labels } = table(name);
  const { points, anomalous } = labelledPoints(all, labels, { ...question, shuffle });
  const count = Math.min(most, points.count);
  const values = points.values.subarray(0, count * points.dimensions);
  return { points: { ...points, count, values }, anomalous: anomalous.slice(0, count) };
}
